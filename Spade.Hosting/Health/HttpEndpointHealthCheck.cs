using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Health;

/// <summary>Asks an HTTP endpoint and expects one status.</summary>
internal sealed class HttpEndpointHealthCheck(IHttpClientFactory clients, EndpointReference endpoint, string path, int statusCode) : IHealthCheck
{
    /// <summary>Name of the HTTP client that these checks share.</summary>
    internal const string ClientName = "health";

    /// <summary>Key under which such a check is registered.</summary>
    internal static string KeyOf(IResource resource, EndpointReference endpoint, string path, int statusCode) =>
        string.Create(CultureInfo.InvariantCulture, $"{resource.Name}_{endpoint.EndpointName}_{path}_{statusCode}_check");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var address = new Uri(new Uri(endpoint.Url), path);
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)answer.StatusCode == statusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(string.Create(
                    CultureInfo.InvariantCulture, $"{address} answers {(int)answer.StatusCode}, not {statusCode}."));
        }
        catch (HttpRequestException exception)
        {
            return HealthCheckResult.Unhealthy($"{address} does not answer: {exception.Message}", exception);
        }
    }
}
