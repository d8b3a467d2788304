using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Spade.Tests.Infrastructure.Otlp.Wire;

namespace Spade.Tests.Infrastructure.Otlp;

/// <summary>Turns the protocol's nested messages into flat records.</summary>
internal static class OtlpReader
{
    public static IEnumerable<ReceivedSpan> Spans(byte[] body) =>
        from resource in TraceRequest.Parser.ParseFrom(body).ResourceSpans
        from scope in resource.ScopeSpans
        from span in scope.Spans
        select new ReceivedSpan(
            Service(resource.Resource), scope.Scope?.Name ?? "",
            Hex(span.TraceId), Hex(span.SpanId), Hex(span.ParentSpanId), span.Name, span.Kind,
            span.Status?.Code ?? 0, TimeSpan.FromTicks((long)(span.EndTimeUnixNano - span.StartTimeUnixNano) / 100),
            Attributes(span.Attributes), [.. span.Links.Select(link => Hex(link.TraceId))]);

    public static IEnumerable<ReceivedPoint> Points(byte[] body) =>
        from resource in MetricsRequest.Parser.ParseFrom(body).ResourceMetrics
        from scope in resource.ScopeMetrics
        from metric in scope.Metrics
        from point in Points(Service(resource.Resource), scope.Scope?.Name ?? "", metric)
        select point with { Instance = Resource(resource.Resource, "service.instance.id") };

    public static IEnumerable<ReceivedLog> Logs(byte[] body) =>
        from resource in LogsRequest.Parser.ParseFrom(body).ResourceLogs
        from scope in resource.ScopeLogs
        from log in scope.LogRecords
        select new ReceivedLog(
            Service(resource.Resource), scope.Scope?.Name ?? "", log.SeverityText, Text(log.Body), Hex(log.TraceId), Hex(log.SpanId),
            Attributes(log.Attributes));

    private static IEnumerable<ReceivedPoint> Points(string service, string meter, Metric metric)
    {
        foreach (var point in metric.Histogram?.DataPoints ?? [])
            yield return new(
                service, meter, metric.Name, metric.Unit, point.Sum, point.Count, point.ExplicitBounds, Attributes(point.Attributes));
        foreach (var point in (metric.Sum ?? metric.Gauge)?.DataPoints ?? [])
            yield return new(service, meter, metric.Name, metric.Unit, Value(point), Count: 1, Bounds: [], Attributes(point.Attributes));
    }

    private static double Value(NumberPoint point) =>
        point.ValueCase == NumberPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;

    private static string Service(Resource? resource) => Resource(resource, "service.name");

    private static string Resource(Resource? resource, string attribute) =>
        resource is null ? "" : Attributes(resource.Attributes).GetValueOrDefault(attribute, "");

    private static Dictionary<string, string> Attributes(RepeatedField<KeyValue> attributes) =>
        attributes.GroupBy(attribute => attribute.Key).ToDictionary(group => group.Key, group => Text(group.Last().Value));

    private static string Text(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.ArrayValue => $"[{string.Join(", ", value.ArrayValue.Values_.Select(Text))}]",
        _ => "",
    };

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
