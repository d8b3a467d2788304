using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Run.Processes;

/// <summary>A process in a session of its own: Ctrl+C in the terminal does not reach it, and its children are found by the session's number.</summary>
internal sealed class SessionProcess : IAsyncDisposable
{
    // setsid and env and sh each become the next by exec, so the process that .NET starts is the program itself and leads the session.
    // - env: a shell without job control starts background commands with SIGINT ignored, and that is inherited. Then Ctrl+C's SIGINT, sent
    //   by the AppHost, would do nothing.
    // - sh: the program starts only when the guard knows of it and LetRun says so. If the AppHost dies before, read sees the end of the
    //   pipe and nothing starts.
    private const string Gate = "read -r go && exec \"$@\" </dev/null";

    private readonly Process _process;
    private readonly Guard _guard;
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _streams = 2;

    private SessionProcess(Process process, Guard guard)
    {
        _process = process;
        _guard = guard;
    }

    /// <summary>Number of the process and of its session.</summary>
    internal int Id => _process.Id;

    /// <summary>Exit code; 128 and the signal's number when a signal ended it.</summary>
    internal int ExitCode => _process.ExitCode;

    /// <summary>Starts a program, which waits at its gate until <see cref="LetRun"/>: what is said of its start comes before its first line.</summary>
    /// <param name="start">Which.</param>
    /// <param name="guard">Told of it before it runs.</param>
    /// <param name="output">Called for each line, with true for standard error.</param>
    internal static SessionProcess Start(SessionStart start, Guard guard, Action<string, bool> output)
    {
        var process = new Process { StartInfo = StartInfo(start, guard) };
        var session = new SessionProcess(process, guard);
        process.OutputDataReceived += (_, line) => session.Received(line.Data, isError: false, output);
        process.ErrorDataReceived += (_, line) => session.Received(line.Data, isError: true, output);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (ProcessStat.Read(process.Id) is { } stat)
            guard.Register(start.Kind, stat);
        return session;
    }

    /// <summary>Opens the gate: from here on the program runs.</summary>
    internal void LetRun()
    {
        try
        {
            using var gate = _process.StandardInput;
            gate.WriteLine("go");
        }
        catch (IOException)
        {
            // It has ended already; its exit code tells the rest.
        }
    }

    internal void Send(int signal)
    {
        if (!_process.HasExited)
            Signals.Send(_process.Id, signal);
    }

    /// <summary>Ends when the process has. A child that keeps the output open does not hold it up.</summary>
    internal Task WaitForExitAsync(CancellationToken cancellationToken)
    {
        // Process.WaitForExitAsync would also wait for the end of the output, which a left-over child may hold open for long.
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => exited.TrySetResult();
        if (_process.HasExited)
            exited.TrySetResult();
        return exited.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits, but not for long, until everything that the process wrote has been read.</summary>
    internal Task DrainOutputAsync() => _outputEnded.Task.WaitAsync(TimeSpan.FromSeconds(1)).ContinueWith(
        static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Ends what is left of the session and returns the names of those that had to be killed.</summary>
    internal IReadOnlyList<string> KillRest()
    {
        var killed = new List<string>();
        // Again until none is left: a process may be born while the others are killed.
        for (var round = 0; round < 50 && ProcessStat.InSession(Id).ToList() is { Count: > 0 } rest; round++)
        {
            foreach (var process in rest)
            {
                Signals.Send(process.Id, Signals.Kill);
                killed.Add(string.Create(CultureInfo.InvariantCulture, $"{process.Name} ({process.Id})"));
            }
        }

        return [.. killed.Distinct()];
    }

    public ValueTask DisposeAsync()
    {
        _guard.Forget(Id);
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ProcessStartInfo StartInfo(SessionStart start, Guard guard)
    {
        var info = new ProcessStartInfo("setsid")
        {
            ArgumentList = { "env", "--default-signal=INT,QUIT", "sh", "-c", Gate, start.Name, start.Program },
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in start.Arguments)
            info.ArgumentList.Add(argument);
        foreach (var (name, value) in start.Environment)
            info.Environment[name] = value;
        // PostgreSQL must not bear the mark: whoever does is killed before it is shut down.
        if (start.Kind == SessionKind.Service)
            info.Environment[Guard.MarkVariable] = guard.Mark[(Guard.MarkVariable.Length + 1)..];
        return info;
    }

    private void Received(string? line, bool isError, Action<string, bool> output)
    {
        if (line is not null)
            output(line, isError);
        else if (Interlocked.Decrement(ref _streams) == 0)
            _outputEnded.TrySetResult();
    }
}
