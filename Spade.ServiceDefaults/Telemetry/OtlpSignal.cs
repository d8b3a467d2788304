using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;
using Spade.Shutdown;

namespace Spade.ServiceDefaults.Telemetry;

/// <summary>One of the three OTLP signals and its environment variables. OpenTelemetry's exporter for a single signal reads only the
/// general variables (OTEL_EXPORTER_OTLP_ENDPOINT, _PROTOCOL, _HEADERS, _TIMEOUT) and ignores invalid values. Its exporter for all signals
/// would also enable those that have no endpoint.</summary>
internal sealed class OtlpSignal
{
    private const string General = "OTEL_EXPORTER_OTLP_";
    private readonly string _own;

    private OtlpSignal(string name) => _own = $"{General}{name}_";

    public static OtlpSignal Traces { get; } = new("TRACES");

    public static OtlpSignal Metrics { get; } = new("METRICS");

    public static OtlpSignal Logs { get; } = new("LOGS");

    public static IReadOnlyList<OtlpSignal> All { get; } = [Traces, Metrics, Logs];

    /// <summary>True when an endpoint for the signal is configured.</summary>
    public bool IsWanted(IConfiguration configuration) => Find(configuration, "ENDPOINT") is not null;

    /// <summary>Applies the signal's own variables over the general ones.</summary>
    /// <exception cref="StartupException">A variable has an invalid value.</exception>
    public void Apply(IConfiguration configuration, OtlpExporterOptions options)
    {
        if (Find(configuration, "PROTOCOL") is { } protocol)
            options.Protocol = Protocol(protocol);
        if (Value(configuration, $"{_own}HEADERS") is { } headers)
            options.Headers = headers;
        if (Find(configuration, "ENDPOINT") is not { } endpoint)
            return;
        var uri = Endpoint(endpoint);
        // The specification uses a signal's own endpoint as it is. Setting it here keeps the exporter from appending /v1/....
        if (endpoint.Key.StartsWith(_own, StringComparison.Ordinal))
            options.Endpoint = uri;
    }

    private static OtlpExportProtocol Protocol((string Key, string Value) given) => given.Value switch
    {
        "grpc" => OtlpExportProtocol.Grpc,
        "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
        _ => throw Bad(given, "grpc or http/protobuf"),
    };

    private static Uri Endpoint((string Key, string Value) given) =>
        Uri.TryCreate(given.Value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri
            : throw Bad(given, "an absolute URL such as http://127.0.0.1:4317");

    private (string Key, string Value)? Find(IConfiguration configuration, string key) =>
        Value(configuration, _own + key) is { } own ? (_own + key, own)
        : Value(configuration, General + key) is { } general ? (General + key, general)
        : null;

    private static string? Value(IConfiguration configuration, string key) =>
        configuration[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    private static StartupException Bad((string Key, string Value) given, string wanted) =>
        new($"{given.Key} is '{given.Value}'; it must be {wanted}.");
}
