using System.Diagnostics;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Rehearsal.Versions;

/// <summary>What an update comes from: the last tag before this commit, or, until there is one, the commit before the last
/// migration.</summary>
internal static class LastRelease
{
    private static readonly string Clone = Repository.PathOf("");

    private static readonly Lazy<(string? Commit, string? Missing)> Found = new(() => Find(Clone));

    /// <summary>Why there is nothing to come from; null when there is. It cannot be installed, so that CI has to check out the
    /// history.</summary>
    internal static string? Missing => Found.Value.Missing;

    internal static string Reference => Found.Value.Commit!;

    /// <summary>Looks in a clone.</summary>
    internal static (string? Reference, string? Missing) Find(string clone)
    {
        if (Git(clone, "rev-parse", "--is-shallow-repository") is not { } isShallow)
            return (null, $"{clone} is no clone, so that there is no older version: get it with git clone.");
        if (isShallow == "true")
            return (null, $"{clone} is a shallow clone, so that older versions are missing: git fetch --unshallow.");
        if (Git(clone, "describe", "--tags", "--abbrev=0", "HEAD^") is { } tag)
            return (tag, null);
        var migrations = Directory.GetFiles(Path.Combine(clone, "Spade.Documents", "Schema", "Migrations"), "2*.cs")
            .Where(file => !file.EndsWith(".Designer.cs", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var added = Git(clone, "log", "--diff-filter=A", "--format=%H", "-1", "--", migrations.Last());
        // One that is not committed yet comes after all of history.
        return (added is null ? "HEAD" : $"{added}^", null);
    }

    /// <summary>What git prints; null when that is nothing, or it fails.</summary>
    private static string? Git(string clone, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", clone, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return git.ExitCode == 0 && output.Length > 0 ? output : null;
    }
}
