using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Infrastructure;

/// <summary>A real process under test, with its output and signals. It is always killed at the end.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, ChildProcess> Living = new();
    private static readonly Lock Starting = new();
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        // An interrupted run disposes nothing.
        lock (Starting)
        {
            foreach (var child in Living.Values)
                child.KillTree(KillLimit);
        }
    };

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? ExitedAt => _process.HasExited ? new DateTimeOffset(_process.ExitTime) : null;

    /// <summary>All lines of both streams so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <summary>Starts <c>dotnet assembly.dll arguments</c>.</summary>
    public static ChildProcess StartDotnet(
        string assembly, IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> arguments) =>
        Start("dotnet", environment, [assembly, .. arguments]);

    public static ChildProcess Start(
        string program, IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Add(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Add(line.Data);
        lock (Starting)
        {
            child._process.Start();
            Living[child.Id] = child;
        }

        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits until it has printed a line that contains <paramref name="part"/>, and returns that line.</summary>
    public async Task<string> WaitForLineAsync(string part, TimeSpan? within = null)
    {
        var limit = within ?? Timeouts.Default;
        using var cancel = new CancellationTokenSource(limit);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_lines.Find(line => line.Contains(part, StringComparison.Ordinal)) is { } found)
                    return found;
                more = _more.Task;
            }
            try
            {
                await more.WaitAsync(cancel.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"No line with '{part}' within {limit}. Output:\n{string.Join('\n', Lines)}");
            }
        }
    }

    /// <summary>Its child processes that still run.</summary>
    public IReadOnlyList<int> Children() => [.. Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && ParentOf(id) == Id)];

    public void Send(int signal)
    {
        if (!_process.HasExited)
            Signals.Send(Id, signal);
    }

    /// <summary>Waits for its end and returns its exit code; 128 + n after signal n.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? within = null)
    {
        using var cancel = new CancellationTokenSource(within ?? Timeouts.Default);
        await _process.WaitForExitAsync(cancel.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            KillTree(TimeSpan.Zero);
            await _process.WaitForExitAsync();
        }
        Living.TryRemove(Id, out _);
        _process.Dispose();
    }

    private void KillTree(TimeSpan patience)
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(patience);
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException)
        {
            // It or a child of it has just ended.
        }
    }

    private static int ParentOf(int id)
    {
        try
        {
            // pid (name) state parent …; the name may contain parentheses.
            var stat = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        TaskCompletionSource more;
        lock (_lock)
        {
            _lines.Add(line);
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        more.SetResult();
    }
}
