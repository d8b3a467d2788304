using System.Text.RegularExpressions;

namespace Spade.Hosting.LocalPostgres;

/// <summary>A local PostgreSQL installation.</summary>
/// <param name="Folder">Folder of its programs.</param>
/// <param name="Version">Major version.</param>
internal sealed partial record PostgresPrograms(string Folder, int Version)
{
    /// <summary>Oldest supported major version: support for 14 ends in November 2026 (postgresql.org/support/versioning).</summary>
    internal const int Oldest = 15;

    // Debian keeps the server programs here; PATH has only client wrappers, without initdb and postgres.
    private const string DebianFolder = "/usr/lib/postgresql";

    internal string Server => Path.Combine(Folder, "postgres");

    internal string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>All supported installations, newest first.</summary>
    internal static IReadOnlyList<PostgresPrograms> FindAll() =>
    [
        .. OnPath().Concat(DebianServers())
            .Select(server => Path.GetDirectoryName(File.ResolveLinkTarget(server, returnFinalTarget: true)?.FullName ?? server)!)
            .Distinct()
            .Where(folder => File.Exists(Path.Combine(folder, "initdb")))
            .Select(folder => new PostgresPrograms(folder, VersionOf(folder)))
            .Where(programs => programs.Version >= Oldest)
            .OrderByDescending(programs => programs.Version),
    ];

    /// <summary>The installation for a data folder: a cluster works only with the major version that created it.</summary>
    /// <exception cref="DistributedApplicationException">That version is not installed.</exception>
    internal static PostgresPrograms For(ClusterFolder folder, IReadOnlyList<PostgresPrograms> installed)
    {
        if (folder.Version is not { } version)
            return installed[0];
        return installed.FirstOrDefault(programs => programs.Version == version) ?? throw new DistributedApplicationException(
            $"The data in {folder.Data} was written by PostgreSQL {version}, and this machine has "
            + $"{string.Join(", ", installed.Select(programs => programs.Version))}: "
            + $"install version {version}, or {folder.HowToStartAfresh}.");
    }

    private static IEnumerable<string> OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "postgres")).Where(File.Exists);

    private static IEnumerable<string> DebianServers() => Directory.Exists(DebianFolder)
        ? Directory.EnumerateDirectories(DebianFolder).Select(folder => Path.Combine(folder, "bin", "postgres")).Where(File.Exists)
        : [];

    private static int VersionOf(string folder)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, "postgres"), "--version") { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var match = Number().Match(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return match.Success ? int.Parse(match.Value, CultureInfo.InvariantCulture) : 0;
    }

    // "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)": the first number is the major version.
    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
