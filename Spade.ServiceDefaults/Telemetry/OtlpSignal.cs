using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace Spade.ServiceDefaults;

/// <summary>One of the three OTLP signals and the variables that speak of it. The exporter reads the general variables by itself
/// (OTEL_EXPORTER_OTLP_ENDPOINT, _PROTOCOL, _HEADERS, _TIMEOUT); the ones for a single signal it reads only in a package for hosts
/// that is not used here, so they are read in this place.</summary>
internal sealed class OtlpSignal(string name)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    public static readonly OtlpSignal Traces = new("TRACES");
    public static readonly OtlpSignal Metrics = new("METRICS");
    public static readonly OtlpSignal Logs = new("LOGS");

    /// <summary>True when somebody listens: without an endpoint nothing is collected at all.</summary>
    public bool IsWanted(IConfiguration configuration) =>
        Value(configuration, "ENDPOINT") is not null || !string.IsNullOrWhiteSpace(configuration[Prefix + "ENDPOINT"]);

    /// <summary>Applies the signal's own variables over the general ones.</summary>
    /// <exception cref="StartRefusedException">A variable has a value that cannot be used.</exception>
    public void Apply(IConfiguration configuration, OtlpExporterOptions options)
    {
        if (Value(configuration, "PROTOCOL") is { } protocol)
            options.Protocol = Protocol(protocol);
        if (Value(configuration, "HEADERS") is { } headers)
            options.Headers = headers;
        // Set by hand it is used as it stands, as the specification asks of a signal's own endpoint: no /v1/... is appended.
        if (Value(configuration, "ENDPOINT") is { } endpoint)
            options.Endpoint = Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
                ? uri
                : throw Bad("ENDPOINT", endpoint, "an absolute URL such as http://127.0.0.1:4318/v1/traces");
    }

    private OtlpExportProtocol Protocol(string value) => value switch
    {
        "grpc" => OtlpExportProtocol.Grpc,
        "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
        _ => throw Bad("PROTOCOL", value, "grpc or http/protobuf"),
    };

    private string? Value(IConfiguration configuration, string key) =>
        configuration[$"{Prefix}{name}_{key}"] is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    private StartRefusedException Bad(string key, string value, string wanted) =>
        new($"{Prefix}{name}_{key} is '{value}'; it must be {wanted}.");
}
