using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Tells services where telemetry goes, when it goes anywhere: an exporter without a collector retries for ever.</summary>
internal static class TelemetryTemplate
{
    private const string Section = "telemetry";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL", Attributes = "OTEL_RESOURCE_ATTRIBUTES";

    /// <summary>The names of <see cref="Variables"/>, as an expression: none while telemetry goes nowhere.</summary>
    internal const string Names =
        $"ternary (list) (list \"{Endpoint}\" \"{Protocol}\" \"{Attributes}\") (empty .Values.{Section}.otlpEndpoint)";

    internal static void AddValues(ChartValues values)
    {
        values.Section(Section, "OpenTelemetry.");
        values.Add($"{Section}.otlpEndpoint", Scalar.Of(""), "Collector, such as http://otel-collector.monitoring:4317. Empty: none.", ValueSchema.Text);
        values.Add(
            $"{Section}.otlpProtocol", Scalar.Of("grpc"), "grpc (port 4317 as a rule) or http/protobuf (4318).", ValueSchema.OneOf("grpc", "http/protobuf"));
        values.Add(
            $"{Section}.resourceAttributes", Scalar.Of(""),
            "More about every process, such as deployment.environment=production,team=scans. Pod and namespace are told already.", ValueSchema.Pairs);
    }

    internal static Block Variables() => new(
        $"if .Values.{Section}.otlpEndpoint",
        Variable(Endpoint, $".Values.{Section}.otlpEndpoint | quote"),
        Variable(Protocol, $".Values.{Section}.otlpProtocol | quote"),
        Variable(
            Attributes,
            "list (printf \"service.instance.id=$(POD_NAME),k8s.pod.name=$(POD_NAME),k8s.namespace.name=%s\" .Release.Namespace) "
            + $".Values.{Section}.resourceAttributes | compact | join \",\" | quote"));

    private static Entry Variable(string name, string code) => new(null, new Mapping().Set("name", Scalar.Of(name)).Set("value", new Expression(code)));
}
