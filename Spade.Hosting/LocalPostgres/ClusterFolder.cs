namespace Spade.Hosting.LocalPostgres;

/// <summary>Folder of a cluster: <c>data</c>, and a lock file that keeps a second AppHost out.</summary>
/// <remarks>
/// It is outside the clone: root runs the server as another user, who cannot read a clone under /root. It is below /var/lib for root and
/// in the user's data folder (XDG_DATA_HOME or ~/.local/share) otherwise. The name includes the clone, so that two clones of a project
/// do not share data. Configuration <c>{resource}:DataFolder</c> sets another folder.
/// </remarks>
internal sealed class ClusterFolder(string resource, string path, bool isKept) : IDisposable
{
    private const string DataMount = "/var/lib/postgresql", InitScripts = "/docker-entrypoint-initdb.d";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // PostgreSQL's user must be able to reach the data inside.
    private const UnixFileMode Passable = OwnerOnly
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private FileStream? _lock;

    /// <summary>Once taken, the path has no symbolic links, because it is compared with /proc/PID/cwd.</summary>
    internal string Path { get; private set; } = path;

    internal string Data => System.IO.Path.Combine(Path, "data");

    internal string PidFile => System.IO.Path.Combine(Data, "postmaster.pid");

    /// <summary>Major version of the data; null when there is no data yet.</summary>
    internal int? Version =>
        System.IO.Path.Combine(Data, "PG_VERSION") is var file && File.Exists(file)
        && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    /// <summary>The end of a sentence about damaged data.</summary>
    internal string HowToStartAfresh => $"start afresh, without the data, by removing it: rm -rf {Path}";

    /// <summary>A server's folder: the configured one, its bind mount, one named after its volume, or one emptied by each run.</summary>
    internal static ClusterFolder Of(IResourceBuilder<ContainerResource> postgres)
    {
        var name = postgres.Resource.Name;
        var mounts = postgres.Resource.Annotations.OfType<ContainerMountAnnotation>().ToList();
        if (mounts.Exists(each => each.Target == InitScripts)
            || postgres.Resource.HasAnnotationOfType<ContainerFileSystemCallbackAnnotation>())
        {
            throw new DistributedApplicationException(
                $"'{name}' has init scripts, which only a container would run: leave them out, or create what they create by migrations.");
        }

        var mount = mounts.LastOrDefault(each => each.Target.StartsWith(DataMount, StringComparison.Ordinal));
        if (postgres.ApplicationBuilder.Configuration[$"{name}:DataFolder"] is { Length: > 0 } configured)
            return new(name, System.IO.Path.GetFullPath(configured, postgres.ApplicationBuilder.AppHostDirectory), isKept: true);
        if (mount is { Type: ContainerMountType.BindMount, Source: { } source })
            return new(name, source, isKept: true);
        var application = System.IO.Path.Combine(Root, KeyOf(postgres.ApplicationBuilder));
        return new(name, System.IO.Path.Combine(application, mount?.Source ?? $"{name}-temporary"), isKept: mount is not null);
    }

    /// <summary>Creates the folder and locks it for this AppHost.</summary>
    /// <exception cref="DistributedApplicationException">Another AppHost has locked it, or it is not writable.</exception>
    internal void Take(PostgresAccount account)
    {
        try
        {
            // Set separately, because the umask removes bits from the mode given at creation.
            foreach (var folder in MissingFolders())
                File.SetUnixFileMode(Directory.CreateDirectory(folder).FullName, Passable);
            // The kernel releases the lock when the process ends, even by SIGKILL.
            _lock = new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            account.Own(Path);
            Path = new FileInfo($"/proc/self/fd/{_lock.SafeFileHandle.DangerousGetHandle()}").LinkTarget![..^"/lock".Length];
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new DistributedApplicationException(
                $"'{resource}': the folder for PostgreSQL's data, {Path}, cannot be written ({exception.Message}): make it yours, or "
                + $"name another one with --{resource}:DataFolder=…",
                exception);
        }
        catch (IOException exception) when (Directory.Exists(Path))
        {
            throw new DistributedApplicationException(
                $"'{resource}': another AppHost runs with the data in {Path}: stop that one first, or name another folder with "
                + $"--{resource}:DataFolder=…",
                exception);
        }
    }

    /// <summary>Deletes temporary data. Stop a left-over server first: it is found by the pid file in the data.</summary>
    internal void Clear()
    {
        if (!isKept && Directory.Exists(Data))
            Directory.Delete(Data, recursive: true);
    }

    public void Dispose() => _lock?.Dispose();

    private List<string> MissingFolders()
    {
        var missing = new List<string>();
        for (var folder = Path; folder is not null && !Directory.Exists(folder); folder = System.IO.Path.GetDirectoryName(folder))
            missing.Insert(0, folder);
        return missing;
    }

    private static string Root => System.IO.Path.Combine(
        Environment.IsPrivilegedProcess
            ? "/var/lib"
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "aspire-postgres");

    /// <summary>The clone's folder name for readability, and Aspire's digest of the full path for uniqueness.</summary>
    private static string KeyOf(IDistributedApplicationBuilder builder) =>
        System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(builder.AppHostDirectory))
        + $"-{builder.Configuration["AppHost:PathSha256"]?[..8].ToLowerInvariant()}";
}
