using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Spade.AppHost;

/// <summary>Shows whoever has just started the application what to do with it.</summary>
internal static class FirstScan
{
    private const string Sample = "three-pages.pdf", Dashboard = "aspire-dashboard";

    /// <summary>Prints where the API and the dashboard are, and a command that uploads a sample and prints its text, as soon as that
    /// works.</summary>
    internal static void ShowFirstScanOnceHealthy(
        this IResourceBuilder<IResourceWithServiceDiscovery> api, IResourceBuilder<IResourceWithServiceDiscovery> worker)
    {
        var builder = api.ApplicationBuilder;
        // In a test nobody reads it.
        if (!builder.Configuration.GetValue("AppHost:Console", true))
            return;
        var sample = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "samples", Sample));
        api.OnResourceReady(async (_, ready, cancellationToken) =>
        {
            await ready.Services.GetRequiredService<ResourceNotificationService>()
                .WaitForResourceHealthyAsync(worker.Resource.Name, cancellationToken);
            var dashboard = ready.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<IResourceWithEndpoints>()
                .SingleOrDefault(resource => resource.Name == Dashboard);
            await Console.Out.WriteLineAsync(
                Text(api.GetEndpoint("http").Url, sample, dashboard is null ? null : Link(dashboard, builder.Configuration)));
        });
    }

    /// <summary>With its token: whoever has the link is let in.</summary>
    private static string Link(IResourceWithEndpoints dashboard, ConfigurationManager configuration) =>
        (dashboard.GetEndpoint("https") is { Exists: true } https ? https : dashboard.GetEndpoint("http")).Url
        + (configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? $"/login?t={token}" : "");

    /// <summary>Needs nothing but curl and the shell's own tools, and works in any folder.</summary>
    private static string Text(string api, string sample, string? dashboard) => $"""

        Spade answers at {api}.{(dashboard is null ? "" : $"\nDashboard: {dashboard}")}
        Paste this to read a scan:

          id=$(curl -sS -F 'file=@"{sample}"' {api}/documents | grep -o '"id": *"[^"]*"' | head -n 1 | cut -d '"' -f 4) &&
          curl -sS -o /dev/null "{api}/documents/$id?wait=60" &&
          curl -sS "{api}/documents/$id/text"

        """;
}
