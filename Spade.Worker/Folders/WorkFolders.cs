using System.Globalization;
using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;

namespace Spade.Worker.Folders;

/// <summary>Temporary folders, one per running job, below one that this process owns.</summary>
/// <remarks>
/// <code>
/// spade-worker-USER/            one per user: no other user can write to it
///   4711-1a2b.lock              locked by the process for as long as it lives
///   4711-1a2b/                  its folder
///     JOB-1/                    one run of one job
/// </code>
/// A lock that can be taken belongs to a process that is gone, however it ended and in whatever container it ran.
/// </remarks>
internal sealed partial class WorkFolders : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string LockSuffix = ".lock";

    private readonly ILogger<WorkFolders> _logger;
    private readonly string _root;
    private readonly FileStream _lock;
    private int _runs;

    /// <summary>Makes this process's folder and locks it.</summary>
    /// <exception cref="IOException">The folder cannot be made or locked.</exception>
    public WorkFolders(IOptions<OcrOptions> options, ILogger<WorkFolders> logger)
    {
        _logger = logger;
        _root = Path.Combine(Path.GetFullPath(options.Value.TempFolder), $"spade-worker-{Environment.UserName}");
        Directory.CreateDirectory(_root, OwnerOnly);
        // A name is never reused: another worker may still hold the lock file while it removes the leftovers of that name.
        var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
        Own = Path.Combine(_root, name);
        _lock = TryLock(Own + LockSuffix, FileMode.CreateNew) ?? throw new IOException($"'{Own}{LockSuffix}' cannot be locked.");
        Directory.CreateDirectory(Own, OwnerOnly);
    }

    /// <summary>This process's folder.</summary>
    public string Own { get; }

    /// <summary>Makes an empty folder for one run of a job; disposing it removes it.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="group">The job's group; empty for none.</param>
    public WorkFolder Create(Guid jobId, string group = "")
    {
        var run = Interlocked.Increment(ref _runs);
        var path = Path.Combine(Own, string.Create(CultureInfo.InvariantCulture, $"{jobId:N}-{run}"));
        Directory.CreateDirectory(path, OwnerOnly);
        return new WorkFolder(path, group);
    }

    /// <summary>Removes the folders of processes that are gone.</summary>
    public void RemoveLeftovers()
    {
        foreach (var path in Directory.EnumerateFiles(_root, "*" + LockSuffix))
        {
            using var taken = TryLock(path, FileMode.Open);
            if (taken is not null)
                Remove(path);
        }
    }

    /// <summary>Removes this process's folder and releases its lock.</summary>
    public void Dispose()
    {
        Remove(Own + LockSuffix);
        _lock.Dispose();
    }

    private void Remove(string lockPath)
    {
        var folder = lockPath[..^LockSuffix.Length];
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            File.Delete(lockPath);
            if (folder != Own)
                Log.Removed(_logger, folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The lock file stays, so the next worker to start tries again.
            Log.NotRemoved(_logger, exception, folder);
        }
    }

    private static FileStream? TryLock(string path, FileMode mode)
    {
        try
        {
            // On Linux FileShare.None is an advisory lock (flock). The kernel releases it with the process; children do not inherit it.
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4021, LogLevel.Information, "Removed {Folder}, left behind by a worker that is gone")]
        public static partial void Removed(ILogger logger, string folder);

        [LoggerMessage(4022, LogLevel.Warning, "Could not remove {Folder}, left behind by a worker that is gone")]
        public static partial void NotRemoved(ILogger logger, Exception exception, string folder);
    }
}
