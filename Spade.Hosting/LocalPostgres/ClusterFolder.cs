namespace Spade.Hosting.LocalPostgres;

/// <summary>Where a cluster lives: <c>data</c>, and the lock that keeps a second AppHost out.</summary>
/// <remarks>
/// Not inside the clone: for root the server runs as another user, to whom a clone under /root is closed. Root therefore keeps it below
/// /var/lib, everybody else in their own data folder (XDG_DATA_HOME, or else ~/.local/share), by clone, so that two clones of one
/// project do not meet. Configuration <c>{resource}:DataFolder</c> names another place.
/// </remarks>
internal sealed class ClusterFolder(string resource, string path, bool isKept) : IDisposable
{
    private const string DataMount = "/var/lib/postgresql", InitScripts = "/docker-entrypoint-initdb.d";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Others must be able to pass through: the data inside belongs to PostgreSQL's user.
    private const UnixFileMode Passable = OwnerOnly
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private FileStream? _lock;

    /// <summary>Once it is taken, without symbolic links: it is compared with what the kernel says of a process.</summary>
    internal string Path { get; private set; } = path;

    internal string Data => System.IO.Path.Combine(Path, "data");

    internal string PidFile => System.IO.Path.Combine(Data, "postmaster.pid");

    /// <summary>The major version that the data is of; null when there is none yet.</summary>
    internal int? Version =>
        System.IO.Path.Combine(Data, "PG_VERSION") is var file && File.Exists(file)
        && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    /// <summary>The end of a sentence about damaged data.</summary>
    internal string HowToStartAfresh => $"start afresh, without the data, by removing it: rm -rf {Path}";

    /// <summary>The folder of a server: its bind mount, one named after its data volume, or else one that each run empties.</summary>
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

    /// <summary>Makes the folder and takes it for this AppHost.</summary>
    /// <exception cref="DistributedApplicationException">Another AppHost has it, or it cannot be written.</exception>
    internal void Take(PostgresAccount account)
    {
        try
        {
            // The umask takes bits away from a new folder; this one must be passable whatever the umask is.
            foreach (var folder in MissingFolders())
                File.SetUnixFileMode(Directory.CreateDirectory(folder).FullName, Passable);
            // The kernel lets go of the lock when the process ends, however it ends.
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

    /// <summary>Data that is not to be kept goes. Only when no server runs on it any more: it would not be found afterwards.</summary>
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

    /// <summary>The name of the clone's folder for people, and Aspire's digest of the whole path against clashes.</summary>
    private static string KeyOf(IDistributedApplicationBuilder builder) =>
        System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(builder.AppHostDirectory))
        + $"-{builder.Configuration["AppHost:PathSha256"]?[..8].ToLowerInvariant()}";
}
