using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Spade.Rehearsal.Machine;
using Spade.Shutdown;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.ServiceDefaults;

/// <summary>Metrics that Prometheus scrapes.</summary>
public sealed class MetricsServerTests
{
    private const string Port = "OTEL_EXPORTER_PROMETHEUS_PORT";

    [Fact]
    public async Task They_are_on_a_port_of_their_own_where_nothing_else_is()
    {
        var (service, client) = await StartAsync();
        await using var _ = service;
        using var __ = client;
        using (await service.Client.GetAsync(new Uri("/things/1", UriKind.Relative)))
        {
        }

        var text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        using var other = await client.GetAsync(new Uri("/things/1", UriKind.Relative));
        using var health = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        using var here = await service.Client.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains("spade_shutdown_draining{", text, StringComparison.Ordinal);
        Assert.Contains("http_route=\"/things/{id}\"", text, StringComparison.Ordinal);
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound),
            (other.StatusCode, health.StatusCode, here.StatusCode));
    }

    [Fact]
    public async Task A_scrape_is_no_request_of_the_service()
    {
        var (service, client) = await StartAsync();
        await using var _ = service;
        using var __ = client;

        for (var i = 0; i < 3; i++)
            await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.DoesNotContain(
            "http_server_request_duration_seconds_count", await client.GetStringAsync(new Uri("/metrics", UriKind.Relative)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_can_be_scraped_until_the_service_is_disposed()
    {
        var (service, client) = await StartAsync();
        using var __ = client;

        await service.App.StopAsync();
        Assert.Contains(
            "spade_shutdown_draining", await client.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
        await service.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
    }

    [Fact]
    public async Task Every_address_means_IPv4_and_IPv6()
    {
        var (service, client) = await StartAsync("::");
        await using var _ = service;
        using var __ = client;

        foreach (var host in Socket.OSSupportsIPv6 ? new[] { "127.0.0.1", "[::1]" } : ["127.0.0.1"])
        {
            var url = new UriBuilder(client.BaseAddress!) { Host = host, Path = "/metrics" }.Uri;
            Assert.Contains("spade_shutdown_draining", await client.GetStringAsync(url), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Port, "metrics", "a port from 1 to 65535, such as 9464")]
    [InlineData(Port, "0", "a port from 1 to 65535, such as 9464")]
    [InlineData(Port, "65536", "a port from 1 to 65535, such as 9464")]
    [InlineData("OTEL_EXPORTER_PROMETHEUS_HOST", "metrics.example", "localhost or an IP address; 0.0.0.0 means all of IPv4, :: all")]
    public async Task An_invalid_variable_prevents_the_start(string variable, string value, string wanted)
    {
        var settings = new Dictionary<string, string> { [Port] = "9464", [variable] = value };

        var error = await Assert.ThrowsAsync<StartupException>(() => TestService.StartAsync(settings));

        Assert.Equal($"{variable} is '{value}'; it must be {wanted}.", error.Message);
    }

    private static async Task<(TestService Service, HttpClient Client)> StartAsync(string host = "127.0.0.1")
    {
        var port = FreePort.Take();
        var database = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var service = await TelemetryService.StartAsync(
            new Dictionary<string, string>
            {
                [Port] = port.ToString(CultureInfo.InvariantCulture), ["OTEL_EXPORTER_PROMETHEUS_HOST"] = host,
            },
            "scraped", database);
        return (service, new HttpClient
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
        });
    }
}
