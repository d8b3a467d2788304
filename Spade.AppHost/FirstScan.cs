using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Spade.AppHost;

/// <summary>Shows whoever has just started the application what to do with it.</summary>
internal static class FirstScan
{
    private const string Sample = "three-pages.pdf";

    /// <summary>Prints a command that uploads a sample and ends in its text, as soon as it will work.</summary>
    internal static void ShowFirstScanOnceHealthy(this IResourceBuilder<ProjectResource> api, IResourceBuilder<ProjectResource> worker)
    {
        // In a test nobody reads it.
        if (!api.ApplicationBuilder.Configuration.GetValue("AppHost:Console", true))
            return;
        var sample = Path.GetFullPath(Path.Combine(api.ApplicationBuilder.AppHostDirectory, "..", "samples", Sample));
        var isShown = 0;
        api.OnResourceReady(async (_, ready, cancellationToken) =>
        {
            // It is ready again after every stop and start.
            if (Interlocked.Exchange(ref isShown, 1) != 0)
                return;
            await ready.Services.GetRequiredService<ResourceNotificationService>().WaitForResourceHealthyAsync(worker.Resource.Name, cancellationToken);
            await Console.Out.WriteLineAsync(Command(api.GetEndpoint("http").Url, sample));
        });
    }

    /// <summary>Needs nothing but curl and the shell's own tools, and works in any folder.</summary>
    private static string Command(string api, string sample) => $"""

        Spade answers at {api}. Paste this to read a scan:

          id=$(curl -sS -F 'file=@"{sample}"' {api}/documents | grep -o '"id": *"[^"]*"' | head -n 1 | cut -d '"' -f 4) &&
          curl -sS -o /dev/null "{api}/documents/$id?wait=60" &&
          curl -sS "{api}/documents/$id/text"

        """;
}
