using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Spade.Shutdown;

namespace Spade.ServiceDefaults.Telemetry;

/// <summary>Where Prometheus may fetch the metrics, from the variables of OpenTelemetry's specification.</summary>
/// <param name="Url">Address and port that are listened to.</param>
internal sealed record ScrapeEndpoint(string Url)
{
    /// <summary>The path of the metrics.</summary>
    internal const string Path = "/metrics";

    private const string Port = "OTEL_EXPORTER_PROMETHEUS_PORT";
    private const string Host = "OTEL_EXPORTER_PROMETHEUS_HOST";

    /// <summary>Reads OTEL_EXPORTER_PROMETHEUS_PORT, without which nothing is served, and OTEL_EXPORTER_PROMETHEUS_HOST (localhost by
    /// default).</summary>
    /// <exception cref="StartupException">A variable has an invalid value.</exception>
    internal static ScrapeEndpoint? Find(IConfiguration configuration)
    {
        if (configuration[Port] is not { } port || string.IsNullOrWhiteSpace(port))
            return null;
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            throw new StartupException($"{Port} is '{port}'; it must be a port from 1 to 65535, such as 9464.");
        var host = configuration[Host] is { } given && !string.IsNullOrWhiteSpace(given) ? given : "localhost";
        // Kestrel would take any other name for every address of the machine.
        if (host != "localhost" && !IPAddress.TryParse(host, out _))
            throw new StartupException($"{Host} is '{host}'; it must be localhost or an IP address; 0.0.0.0 means all of IPv4, :: all.");
        return new ScrapeEndpoint(string.Create(CultureInfo.InvariantCulture, $"http://{InUrl(host)}:{number}"));
    }

    /// <summary>The host of a URL for Kestrel. Its <c>*</c> is every address of both families, also on a machine without IPv6, where
    /// <c>[::]</c> cannot be bound.</summary>
    private static string InUrl(string host) => host switch
    {
        "::" => "*",
        _ when host.Contains(':', StringComparison.Ordinal) => $"[{host}]",
        _ => host,
    };
}
