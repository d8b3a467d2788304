using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Tells services where telemetry goes, when it goes anywhere: an exporter without a collector retries for ever.</summary>
internal static class TelemetryTemplate
{
    private const string Section = "telemetry";

    internal static void AddValues(ChartValues values)
    {
        values.Section(Section, "OpenTelemetry.");
        values.Add($"{Section}.otlpEndpoint", Scalar.Of(""), "Collector, such as http://otel-collector.monitoring:4317. Empty: none.", ValueSchema.Text);
        values.Add(
            $"{Section}.otlpProtocol", Scalar.Of("grpc"), "grpc (port 4317 as a rule) or http/protobuf (4318).", ValueSchema.OneOf("grpc", "http/protobuf"));
    }

    internal static Block Variables() => new(
        $"if .Values.{Section}.otlpEndpoint",
        Variable("OTEL_EXPORTER_OTLP_ENDPOINT", $".Values.{Section}.otlpEndpoint | quote"),
        Variable("OTEL_EXPORTER_OTLP_PROTOCOL", $".Values.{Section}.otlpProtocol | quote"),
        Variable(
            "OTEL_RESOURCE_ATTRIBUTES",
            "printf \"service.instance.id=$(POD_NAME),k8s.pod.name=$(POD_NAME),k8s.namespace.name=%s\" .Release.Namespace | quote"));

    private static Entry Variable(string name, string code) => new(null, new Mapping().Set("name", Scalar.Of(name)).Set("value", new Expression(code)));
}
