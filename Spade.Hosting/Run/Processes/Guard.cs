using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Processes;

/// <summary>Sees to it that nothing outlives the AppHost, not even after its SIGKILL.</summary>
/// <remarks>
/// A shell script in a session of its own reads from a pipe which sessions there are. The pipe ends when the AppHost does, whatever the
/// reason, and then the script ends what it knows of. Only the AppHost holds the pipe's other end: .NET opens pipes close-on-exec.
/// <code>
/// AppHost ──pipe──▶ guard (sh)           "service 812 90411", "postgres 790 90377", "gone 812", end of file
///    ├─ setsid ─▶ spade-api              killed by the guard at end of file
///    ├─ setsid ─▶ spade-worker ─▶ OCR    likewise, children and all
///    └─ setsid ─▶ postgres               last, by a fast shutdown
/// </code>
/// A guard that is killed is replaced, and its successor is told everything again.
/// </remarks>
internal sealed partial class Guard(ILogger<Guard> logger) : IDisposable
{
    /// <summary>Time for the guard's own work at the end; its script allows PostgreSQL 10 s.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<int, string> _sessions = [];
    private Process? _process;
    private bool _ended;

    /// <summary>Marks the environment of every service, so that children that left their session are found too.</summary>
    internal string Mark { get; } = $"{MarkVariable}={Guid.NewGuid():N}";

    /// <summary>Name of the variable that <see cref="Mark"/> sets.</summary>
    internal const string MarkVariable = "SPADE_APPHOST_RUN";

    /// <summary>The guard's process.</summary>
    internal int ProcessId => _process?.Id ?? throw new InvalidOperationException("The guard has not started.");

    internal void Start()
    {
        lock (_lock)
            Launch();
    }

    /// <summary>From here on the session ends with the AppHost.</summary>
    internal void Register(SessionKind kind, ProcessStat leader)
    {
        lock (_lock)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{(kind == SessionKind.Service ? "service" : "postgres")} {leader.Id} {leader.StartTime}");
            _sessions[leader.Id] = line;
            Tell(line);
        }
    }

    /// <summary>The session has ended: its number may soon be somebody else's.</summary>
    internal void Forget(int sessionId)
    {
        lock (_lock)
        {
            _sessions.Remove(sessionId);
            Tell(string.Create(CultureInfo.InvariantCulture, $"gone {sessionId}"));
        }
    }

    /// <summary>Has the guard end everything that it still knows of and waits until it has.</summary>
    internal async Task EndAsync()
    {
        Process? process;
        lock (_lock)
        {
            _ended = true;
            process = _process;
            process?.StandardInput.Close();
        }

        if (process is null)
            return;
        using var limit = new CancellationTokenSource(EndLimit);
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _ended = true;
            _process?.Dispose();
        }
    }

    private void Launch()
    {
        var start = new ProcessStartInfo("setsid")
        {
            ArgumentList = { "sh", "-c", Script.Value, "spade-guard", Mark },
            WorkingDirectory = "/",
            RedirectStandardInput = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The guard did not start.");
        process.StandardInput.AutoFlush = true;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => Replace(process);
        _process = process;
    }

    private void Replace(Process ended)
    {
        lock (_lock)
        {
            if (_ended || !ReferenceEquals(ended, _process))
                return;
            Launch();
            foreach (var line in _sessions.Values)
                Tell(line);
            Log.GuardReplaced(logger, ended.Id, ended.ExitCode);
        }
    }

    private void Tell(string line)
    {
        try
        {
            _process?.StandardInput.WriteLine(line);
        }
        catch (IOException)
        {
            // The guard was killed this instant. Its successor is told everything.
        }
        catch (ObjectDisposedException)
        {
            // The pipe was closed to end everything.
        }
    }

    private static readonly Lazy<string> Script = new(() =>
    {
        using var stream = typeof(Guard).Assembly.GetManifestResourceStream("guard.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The guard, process {ProcessId}, ended with {ExitCode}; another one has taken its place.")]
        internal static partial void GuardReplaced(ILogger logger, int processId, int exitCode);
    }
}
