using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Spade.Benchmarks.Queue;

/// <summary>A node in a process of its own, started by a measured program: it says what happens in lines of a word and numbers, and takes
/// words. It ends when its input does, so it outlives nobody.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<Report> _reports = [];
    private readonly Task _reading;

    private ChildProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    internal int Id => _process.Id;

    /// <summary>Starts a program of <see cref="OwnPrograms"/> with this process's environment and what is its own, and waits until it is
    /// ready.</summary>
    internal static async Task<ChildProcess> StartAsync(IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ChildProcess).Assembly.Location, OwnPrograms.Verb, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        foreach (var (name, value) in OwnPrograms.RuntimeSettings(arguments[0]).Concat(environment))
            start.Environment[name] = value;
        var child = new ChildProcess(Process.Start(start)!);
        try
        {
            await child.UntilAsync(WorkerProgram.Ready, 1, StartLimit);
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it has reported under a word so far.</summary>
    internal IReadOnlyList<double[]> Of(string word)
    {
        lock (_lock)
            return [.. _reports.Where(report => report.Word == word).Select(report => report.Numbers)];
    }

    /// <summary>Waits for <paramref name="count"/> reports under a word.</summary>
    /// <exception cref="BenchmarkException">They did not come in time.</exception>
    internal async Task<IReadOnlyList<double[]>> UntilAsync(string word, int count, TimeSpan patience)
    {
        for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(5))
        {
            var reports = Of(word);
            if (reports.Count >= count)
                return reports;
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > patience)
                throw new BenchmarkException($"{reports.Count} of {count} times '{word}' came within {patience.TotalSeconds} s.");
        }
    }

    /// <summary>Forgets what was reported before.</summary>
    internal void Forget()
    {
        lock (_lock)
            _reports.Clear();
    }

    internal Task SayAsync(string word) => _process.StandardInput.WriteLineAsync(word);

    /// <summary>SIGKILL.</summary>
    internal void Kill() => _process.Kill();

    /// <summary>SIGTERM.</summary>
    internal void Stop()
    {
        if (kill(_process.Id, Terminate) != 0)
            throw new BenchmarkException($"Process {_process.Id} took no SIGTERM: error {Marshal.GetLastPInvokeError()}.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            var report = new Report(words[0], [.. words.Skip(1).Select(word => double.Parse(word, CultureInfo.InvariantCulture))]);
            lock (_lock)
                _reports.Add(report);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int processId, int signal);

    private readonly record struct Report(string Word, double[] Numbers);
}
