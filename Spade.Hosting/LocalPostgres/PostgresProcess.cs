namespace Spade.Hosting.LocalPostgres;

/// <summary>A program of PostgreSQL's that runs.</summary>
internal sealed class PostgresProcess : IDisposable
{
    private static readonly string[] Grave = ["FATAL:", "PANIC:", "error:"];

    // Ends the server when the AppHost is gone: its end closes the pipe. The orchestrator notices by then, too, and gives the services
    // 6 s; the server outlives them, so that what they finish meanwhile is saved. The number may be some other process's by then.
    private const string Guard = """trap '' INT TERM HUP; cat; sleep 9; [ /proc/$0/cwd -ef "$1" ] && kill -INT "$0" """;

    private readonly Process _process;
    private Process? _guard;
    private string? _reason, _last;

    private PostgresProcess(Process process) => _process = process;

    internal int Id => _process.Id;

    internal int ExitCode => _process.ExitCode;

    internal bool HasExited => _process.HasExited;

    /// <summary>Why it ended, in its own words.</summary>
    internal string Reason => _reason ?? _last ?? $"it ended with exit code {ExitCode} and said nothing";

    /// <summary>Starts one in a folder. Each line that it writes is heard.</summary>
    internal static PostgresProcess Start(IEnumerable<string> command, string folder, Action<string> heard)
    {
        var all = command.ToList();
        var start = new ProcessStartInfo(all[0], all.Skip(1))
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var started = new PostgresProcess(new Process { StartInfo = start });
        started._process.OutputDataReceived += (_, line) => started.Hear(line.Data, heard);
        started._process.ErrorDataReceived += (_, line) => started.Hear(line.Data, heard);
        started._process.Start();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Makes the server shut down when this AppHost is killed. Not the orchestrator's <c>monitor-process</c>: that asks with
    /// SIGTERM, on which PostgreSQL waits for its clients.</summary>
    /// <param name="dataFolder">The folder that the server works in.</param>
    internal void EndWithAppHost(string dataFolder)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Guard, Id.ToString(CultureInfo.InvariantCulture), dataFolder])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        _guard = Process.Start(start);
    }

    internal Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Sends a signal and waits. False when the process is still there after the limit.</summary>
    internal async Task<bool> EndAsync(UnixSignal signal, TimeSpan limit, TimeProvider time)
    {
        using var over = new CancellationTokenSource(limit, time);
        UnixSignals.Send(Id, signal);
        await _process.WaitForExitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return HasExited;
    }

    /// <summary>A server that still runs is asked to end; its guard, whose pipe closes with this, sees to it.</summary>
    public void Dispose()
    {
        if (!HasExited)
            UnixSignals.Send(Id, UnixSignal.SIGINT);
        else if (_guard is { HasExited: false })
            _guard.Kill(entireProcessTree: true);
        _guard?.Dispose();
        _process.Dispose();
    }

    private void Hear(string? line, Action<string> heard)
    {
        if (line is null)
            return;
        if (!string.IsNullOrWhiteSpace(line))
            _last = line.Trim();
        if (Grave.Any(word => line.Contains(word, StringComparison.Ordinal)))
            _reason = _last;
        heard(line);
    }
}
