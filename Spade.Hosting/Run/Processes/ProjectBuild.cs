using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Processes;

/// <summary>Builds a project that the AppHost knows by path only.</summary>
internal sealed partial class ProjectBuild(ILogger<ProjectBuild> logger)
{
    /// <summary>Builds the project and returns the path of its assembly.</summary>
    internal async Task<string> BuildAsync(string projectPath, CancellationToken cancellationToken)
    {
        Log.Building(logger, projectPath);
        // One command both builds and tells the path. No build server stays behind to outlive the AppHost.
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "build", projectPath, "-getProperty:TargetPath", "-nodeReuse:false", "-p:UseSharedCompilation=false" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? output
            : throw new DistributedApplicationException($"{projectPath} does not build:{Environment.NewLine}{output}{await error}".TrimEnd());
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Building {ProjectPath}.")]
        internal static partial void Building(ILogger logger, string projectPath);
    }
}
