namespace Spade.Tests.Infrastructure.Otlp;

/// <summary>A span as the collector received it. <c>Service</c> is the sender's service.name, <c>Source</c> the activity source. Ids are
/// lower-case hex; a root's parent is empty. <c>Kind</c> and <c>StatusCode</c> are OTLP's numbers: 1 internal, 2 server, 3 client,
/// 4 producer, 5 consumer; 0 unset, 1 ok, 2 error. <c>Links</c> holds the trace ids of linked spans.</summary>
public sealed record ReceivedSpan(
    string Service,
    string Source,
    string TraceId,
    string SpanId,
    string ParentSpanId,
    string Name,
    int Kind,
    int StatusCode,
    TimeSpan Duration,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> Links);
