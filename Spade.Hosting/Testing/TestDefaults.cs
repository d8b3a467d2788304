using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>How an application in a test differs from one that is run.</summary>
internal static class TestDefaults
{
    internal static void Apply(
        DistributedApplicationOptions options, HostApplicationBuilderSettings settings, Assembly appHost, string[] args, string dataFolder)
    {
        options.AssemblyName ??= appHost.GetName().Name;
        options.DisableDashboard = true;
        // A test must not touch the developer's data whatever appsettings.json and the environment say, so this is an argument; the
        // test's own arguments come later and win. They are repeated for the sake of a Main that keeps its arguments to itself.
        options.Args = ["--AppHost:DataFolder", dataFolder, .. options.Args ?? [], .. args];
        settings.Configuration ??= new();
        settings.Configuration.AddInMemoryCollection(
        [
            .. LaunchVariables(options, appHost),
            new("DcpPublisher:RandomizePorts", "true"),
            new(Run.Console.RunConsole.IsShownKey, "false"),
        ]);
    }

    /// <summary>As <c>dotnet run</c> would set them; DOTNET_ENVIRONMENT becomes the host's environment as it does there.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> LaunchVariables(DistributedApplicationOptions options, Assembly appHost)
    {
        var folder = options.ProjectDirectory ?? DistributedApplicationBuilder.DirectoryOf(appHost);
        var profile = folder is null ? null : LaunchProfiles.OfProject(LaunchSettingsFile.Read(folder)).Select(profile => profile.Value).FirstOrDefault();
        foreach (var (name, value) in profile?.EnvironmentVariables ?? [])
        {
            yield return new(name.Replace("__", ":", StringComparison.Ordinal), value);
            if (name is "DOTNET_ENVIRONMENT")
                yield return new(HostDefaults.EnvironmentKey, value);
        }
    }
}
