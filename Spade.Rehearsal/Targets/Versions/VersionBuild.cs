using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Schedules;

namespace Spade.Rehearsal.Targets.Versions;

/// <summary>Builds API and worker of another version of the clone.</summary>
/// <param name="clone">The clone.</param>
internal sealed class VersionBuild(string clone)
{
    private const string Configuration = "Release", Framework = "net10.0";

    private static readonly string[] Projects = ["Spade.Api", "Spade.Worker"];

    private static readonly Dictionary<string, string> NoServers = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
    };

    /// <summary>The programs of this clone, which were built with the rehearsal.</summary>
    internal VersionPrograms Current()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        string Program(string project) => Path.Combine(clone, project, "bin", here.Parent!.Name, here.Name, $"{project}.dll");
        return new VersionPrograms(StepVersion.New, Program(Projects[0]), Program(Projects[1]));
    }

    /// <summary>Builds the programs of a commit in a work tree of its own, or takes those of an earlier build.</summary>
    /// <param name="reference">A branch, tag or commit.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    /// <exception cref="TargetException">There is no such commit, or it cannot be built.</exception>
    internal async Task<VersionPrograms> OfAsync(string reference, CancellationToken cancellationToken)
    {
        var commit = await CommitAsync(reference, cancellationToken);
        var cache = Path.Combine(clone, "artifacts", "versions", commit);
        if (!Directory.Exists(cache))
            await BuildAsync(reference, commit, cache, cancellationToken);
        return new VersionPrograms(
            StepVersion.Old, Path.Combine(cache, Projects[0], $"{Projects[0]}.dll"), Path.Combine(cache, Projects[1],
                $"{Projects[1]}.dll"));
    }

    private async Task<string> CommitAsync(string reference, CancellationToken cancellationToken)
    {
        // A reference that looks like an option is none.
        var run = await CommandRun.OfAsync(
            "git", ["rev-parse", "--verify", "--quiet", "--end-of-options", $"{reference}^{{commit}}"], cancellationToken, clone);
        return run.ExitCode == 0
            ? run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1]
            : throw new TargetException(
                $"--from cannot be '{reference}': {clone} has no such branch, tag or commit. {run.LastLines}".TrimEnd());
    }

    private async Task BuildAsync(string reference, string commit, string cache, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var built = Path.Combine(Path.GetDirectoryName(cache)!, $"{commit}-{Guid.NewGuid():N}");
        await CheckedAsync(reference, ["git", "worktree", "add", "--detach", folder.FullPath, commit], clone, cancellationToken);
        try
        {
            foreach (var project in Projects)
            {
                await CheckedAsync(
                    reference,
                    ["dotnet", "build", project, "-c", Configuration, "-v", "quiet", "-nologo", "-nodeReuse:false", "-p:RunAnalyzers=false",
                        "-p:UseSharedCompilation=false", "-p:ReadyToRun=false"],
                    folder.FullPath, cancellationToken);
                Copy(Path.Combine(folder.FullPath, project, "bin", Configuration, Framework), Path.Combine(built, project));
            }

            Keep(built, cache);
        }
        finally
        {
            if (Directory.Exists(built))
                Directory.Delete(built, recursive: true);
            await CommandRun.OfAsync("git", ["worktree", "remove", "--force", folder.FullPath], CancellationToken.None, clone);
        }
    }

    private static async Task CheckedAsync(string reference, string[] command, string folder, CancellationToken cancellationToken)
    {
        var run = await CommandRun.OfAsync(command[0], command[1..], cancellationToken, folder, NoServers);
        if (run.ExitCode != 0)
            throw new TargetException($"--from {reference} cannot be built: `{string.Join(' ', command)}` says: {run.LastLines}");
    }

    /// <summary>In one step, so that what is there is whole. Another run may have built the same meanwhile.</summary>
    private static void Keep(string built, string cache)
    {
        try
        {
            Directory.Move(built, cache);
        }
        catch (IOException) when (Directory.Exists(cache))
        {
            // Its build is as good.
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
