namespace Spade.Tests.Infrastructure.Otlp;

/// <summary>A log record as the collector received it. <c>Service</c> is the sender's service.name, <c>Category</c> the logger's. The ids
/// are empty outside a trace.</summary>
public sealed record ReceivedLog(
    string Service,
    string Category,
    string Severity,
    string Body,
    string TraceId,
    string SpanId,
    IReadOnlyDictionary<string, string> Attributes);
