using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Spade.AppHost;

/// <summary>Prints what to do with an application that has just been started.</summary>
internal static class FirstScan
{
    private const string Sample = "three-pages.pdf", Dashboard = "aspire-dashboard";

    /// <summary>Once API and worker are healthy, prints the addresses of the API and the dashboard, and a command that uploads a sample
    /// and prints its text.</summary>
    internal static void ShowFirstScanOnceHealthy(
        this IResourceBuilder<IResourceWithServiceDiscovery> api, IResourceBuilder<IResourceWithServiceDiscovery> worker)
    {
        var builder = api.ApplicationBuilder;
        // Tests turn it off.
        if (!builder.Configuration.GetValue("AppHost:Console", true))
            return;
        var sample = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "samples", Sample));
        api.OnResourceReady(async (_, ready, cancellationToken) =>
        {
            var notifications = ready.Services.GetRequiredService<ResourceNotificationService>();
            await notifications.WaitForResourceHealthyAsync(worker.Resource.Name, cancellationToken);
            var dashboard = ready.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<IResourceWithEndpoints>()
                .SingleOrDefault(resource => resource.Name == Dashboard);
            var link = dashboard is null ? null : Link(dashboard, builder.Configuration);
            var address = api.GetEndpoint("http").Url;
            await Console.Out.WriteLineAsync(Text(address, sample, link, await NeedsKeyAsync(address, cancellationToken)));
        });
    }

    /// <summary>The dashboard's address, with the token that signs the user in.</summary>
    private static string Link(IResourceWithEndpoints dashboard, ConfigurationManager configuration) =>
        (dashboard.GetEndpoint("https") is { Exists: true } https ? https : dashboard.GetEndpoint("http")).Url
        + (configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? $"/login?t={token}" : "");

    /// <summary>Whether there are keys: an earlier run may have made the first one.</summary>
    private static async Task<bool> NeedsKeyAsync(string api, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"{api}/languages"), cancellationToken);
        return answer.StatusCode == HttpStatusCode.Unauthorized;
    }

    /// <summary>The command needs only curl and standard tools, and works in any folder.</summary>
    internal static string Text(string api, string sample, string? dashboard, bool needsKey)
    {
        var curl = needsKey ? "curl -sS -H \"Authorization: Bearer $key\"" : "curl -sS";
        return $"""

            Spade answers at {api}: open it and drop a scan.{(dashboard is null ? "" : $"\nDashboard: {dashboard}")}
            Or paste this to read one{(needsKey ? ", after key=spade_… with a key of this service" : "")}:

              id=$({curl} -F 'file=@"{sample}"' {api}/documents | grep -o '"id": *"[^"]*"' | head -n 1 | cut -d '"' -f 4) &&
              {curl} -o /dev/null "{api}/documents/$id?wait=60" &&
              {curl} "{api}/documents/$id/text"

            """;
    }
}
