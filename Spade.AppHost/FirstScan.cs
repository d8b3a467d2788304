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
            await Console.Out.WriteLineAsync(Text(api.GetEndpoint("http").Url, sample, link));
        });
    }

    /// <summary>The dashboard's address, with the token that signs the user in.</summary>
    private static string Link(IResourceWithEndpoints dashboard, ConfigurationManager configuration) =>
        (dashboard.GetEndpoint("https") is { Exists: true } https ? https : dashboard.GetEndpoint("http")).Url
        + (configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? $"/login?t={token}" : "");

    /// <summary>The command needs only curl and standard tools, and works in any folder.</summary>
    private static string Text(string api, string sample, string? dashboard) => $"""

        Spade answers at {api}: open it and drop a scan.{(dashboard is null ? "" : $"\nDashboard: {dashboard}")}
        Or paste this to read one:

          id=$(curl -sS -F 'file=@"{sample}"' {api}/documents | grep -o '"id": *"[^"]*"' | head -n 1 | cut -d '"' -f 4) &&
          curl -sS -o /dev/null "{api}/documents/$id?wait=60" &&
          curl -sS "{api}/documents/$id/text"

        """;
}
