using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Spade.Rehearsal.Machine;

namespace Spade.Tests.Hosting;

/// <summary>Spade's AppHost with its own data folder and ports, so that several can run at once.</summary>
internal static class SpadeAppHost
{
    private static readonly TimeSpan HealthyLimit = TimeSpan.FromMinutes(2);

    internal static Task<IDistributedApplicationTestingBuilder> CreateAsync(
        TestFolder folder, CancellationToken cancellationToken = default, params string[] args) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.Spade_AppHost>(
        [
            $"--postgres:DataFolder={folder.FullPath}", "--Parameters:postgres-password=secret", "--AppHost:Console=false",
            string.Create(CultureInfo.InvariantCulture, $"--Api:Port={FreePort.Take()}"), .. args,
        ], cancellationToken);

    internal static async Task UntilHealthyAsync(this DistributedApplication application, CancellationToken cancellationToken = default)
    {
        await application.StartAsync(cancellationToken);
        foreach (var service in (string[])["spade-api", "spade-worker"])
        {
            await application.ResourceNotifications.WaitForResourceHealthyAsync(service, cancellationToken)
                .WaitAsync(HealthyLimit, cancellationToken);
        }
    }
}
