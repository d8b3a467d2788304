namespace Spade.Hosting.LocalPostgres;

/// <summary>A running PostgreSQL program.</summary>
internal sealed class PostgresProcess : IDisposable
{
    private static readonly string[] ErrorMarkers = ["FATAL:", "PANIC:", "error:"];

    // Shuts the server down when the AppHost dies, which closes the pipe. The orchestrator then gives the services 6 s; the server
    // outlives them, so that their last writes are saved. The folder check protects a process that has reused the id.
    private const string Guard = """trap '' INT TERM HUP; cat; sleep 9; [ /proc/$0/cwd -ef "$1" ] && kill -INT "$0" """;

    private readonly Process _process;
    private Process? _guard;
    private string? _reason, _last;

    private PostgresProcess(Process process) => _process = process;

    internal int Id => _process.Id;

    internal int ExitCode => _process.ExitCode;

    internal bool HasExited => _process.HasExited;

    /// <summary>Why it ended: its last error message or last line.</summary>
    internal string Reason => _reason ?? _last ?? $"it ended with exit code {ExitCode} and said nothing";

    /// <summary>Starts a program in a folder. Each output line is passed to <paramref name="onLine"/>.</summary>
    internal static PostgresProcess Start(IEnumerable<string> command, string folder, Action<string> onLine)
    {
        var all = command.ToList();
        var start = new ProcessStartInfo(all[0], all.Skip(1))
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var started = new PostgresProcess(new Process { StartInfo = start });
        started._process.OutputDataReceived += (_, line) => started.Read(line.Data, onLine);
        started._process.ErrorDataReceived += (_, line) => started.Read(line.Data, onLine);
        started._process.Start();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Makes the server shut down when this AppHost is killed. The orchestrator's <c>monitor-process</c> will not do: it sends
    /// SIGTERM, on which PostgreSQL waits for its clients.</summary>
    /// <param name="dataFolder">Working directory of the server.</param>
    internal void EndWithAppHost(string dataFolder)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Guard, Id.ToString(CultureInfo.InvariantCulture), dataFolder])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        _guard = Process.Start(start);
    }

    internal Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Sends a signal and waits. False when the process still runs after the limit.</summary>
    internal async Task<bool> EndAsync(UnixSignal signal, TimeSpan limit, TimeProvider time)
    {
        using var over = new CancellationTokenSource(limit, time);
        UnixSignals.Send(Id, signal);
        await _process.WaitForExitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return HasExited;
    }

    /// <summary>Asks a running server to shut down. Its guard, whose pipe closes now, asks again after 9 s.</summary>
    public void Dispose()
    {
        if (!HasExited)
            UnixSignals.Send(Id, UnixSignal.SIGINT);
        else if (_guard is { HasExited: false })
            _guard.Kill(entireProcessTree: true);
        _guard?.Dispose();
        _process.Dispose();
    }

    private void Read(string? line, Action<string> onLine)
    {
        if (line is null)
            return;
        if (!string.IsNullOrWhiteSpace(line))
            _last = line.Trim();
        if (ErrorMarkers.Any(word => line.Contains(word, StringComparison.Ordinal)))
            _reason = _last;
        onLine(line);
    }
}
