using System.Net.Sockets;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Applies a project's launch profile.</summary>
internal static partial class LaunchProfiles
{
    /// <summary>Profile that the AppHost itself was launched with: projects that have one of that name use it.</summary>
    private const string OwnProfileKey = "DOTNET_LAUNCH_PROFILE";

    internal static IResourceBuilder<ProjectResource> WithLaunchProfile(
        this IResourceBuilder<ProjectResource> builder, IProjectMetadata project, ProjectResourceOptions options)
    {
        if (options.ExcludeLaunchProfile || Choose(builder, project, options.LaunchProfileName) is not var (name, profile))
            return builder;
        AddEndpoints(builder, name, profile);
        return builder.ApplicationBuilder.ExecutionContext.IsRunMode
            ? builder.WithEnvironment(context => AddVariables(context.EnvironmentVariables, name, profile)).WithArgs([.. Split(profile.CommandLineArgs)])
            : builder;
    }

    /// <summary>The profiles that launch the project itself, the first one first.</summary>
    internal static IEnumerable<KeyValuePair<string, LaunchProfile>> OfProject(LaunchSettings? settings) =>
        settings?.Profiles.Where(profile => profile.Value.CommandName == "Project") ?? [];

    private static (string Name, LaunchProfile Profile)? Choose(IResourceBuilder<ProjectResource> builder, IProjectMetadata project, string? wanted)
    {
        var settings = project.LaunchSettings ?? LaunchSettingsFile.Read(Path.GetDirectoryName(project.ProjectPath)!);
        if (wanted is not null)
        {
            return settings?.Profiles.GetValueOrDefault(wanted) is { } named
                ? (wanted, named)
                : throw new DistributedApplicationException(
                    $"'{builder.Resource.Name}' has no launch profile '{wanted}' in {Path.GetDirectoryName(project.ProjectPath)}/Properties/launchSettings.json: correct the name, or use none with launchProfileName: null.");
        }

        var own = builder.ApplicationBuilder.Configuration[OwnProfileKey];
        if (own is not null && settings?.Profiles.GetValueOrDefault(own) is { } same)
            return (own, same);
        return OfProject(settings).Select(profile => ((string, LaunchProfile)?)(profile.Key, profile.Value)).FirstOrDefault();
    }

    /// <summary>Port numbers are this machine's business; a manifest only learns that the endpoints exist.</summary>
    private static void AddEndpoints(IResourceBuilder<ProjectResource> builder, string profileName, LaunchProfile profile)
    {
        var isRun = builder.ApplicationBuilder.ExecutionContext.IsRunMode;
        var counts = new Dictionary<string, int>();
        foreach (var text in profile.ApplicationUrl?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
                throw new DistributedApplicationException($"'{builder.Resource.Name}': launch profile '{profileName}' has the address '{text}', which is none: write it as http://localhost:5000.");
            var count = counts[address.Scheme] = counts.GetValueOrDefault(address.Scheme) + 1;
            builder.WithAnnotation(new EndpointAnnotation(
                ProtocolType.Tcp, address.Scheme, count == 1 ? address.Scheme : $"{address.Scheme}{count}", isRun && address.Port > 0 ? address.Port : null));
        }
    }

    private static void AddVariables(Dictionary<string, object> variables, string profileName, LaunchProfile profile)
    {
        variables.TryAdd(OwnProfileKey, profileName);
        foreach (var (name, value) in profile.EnvironmentVariables)
            variables.TryAdd(name, Environment.ExpandEnvironmentVariables(value));
    }

    private static IEnumerable<string> Split(string? line) =>
        Argument().Matches(line ?? "").Select(match => match.Value.Replace("\"", "", StringComparison.Ordinal));

    // Runs of anything but spaces, in which quoted parts may hold spaces.
    [GeneratedRegex(@"(?:[^\s""]|""[^""]*"")+", RegexOptions.CultureInvariant)]
    private static partial Regex Argument();
}
