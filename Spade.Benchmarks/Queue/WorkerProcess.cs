using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Queue;

/// <summary>A <see cref="WorkerProgram"/> in a process of its own. It reports events in lines of a word and numbers, and reads words from
/// its input. It ends when its input does, so it never outlives the program that started it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Report> _reports = [];
    private readonly ChildProcess _process;

    private WorkerProcess(IEnumerable<KeyValuePair<string, string?>> environment, IReadOnlyList<string> arguments) =>
        _process = ChildProcess.Start("dotnet", OwnProgram.CommandLine(arguments), environment, Read, Console.Error.WriteLine);

    internal int Id => _process.Id;

    /// <summary>Starts a worker and waits until it is ready.</summary>
    /// <param name="environment">Variables besides those of this process.</param>
    /// <param name="arguments">Name and arguments of the program.</param>
    /// <exception cref="BenchmarkException">It ended, or was not ready within 30 s.</exception>
    internal static async Task<WorkerProcess> StartAsync(
        IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> arguments)
    {
        var worker = new WorkerProcess(OwnProgram.WorkerRuntime.Concat(environment), arguments);
        try
        {
            await worker.UntilAsync(WorkerProgram.Ready, 1, StartLimit);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it has reported under a word so far.</summary>
    internal IReadOnlyList<double[]> Of(string word) => [.. _reports.Where(report => report.Word == word).Select(report => report.Numbers)];

    /// <summary>Waits for <paramref name="count"/> reports under a word.</summary>
    /// <exception cref="BenchmarkException">The process ended, or the time was up.</exception>
    internal async Task<IReadOnlyList<double[]>> UntilAsync(string word, int count, TimeSpan patience)
    {
        for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(5))
        {
            var reports = Of(word);
            if (reports.Count >= count)
                return reports;
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > patience)
                throw new BenchmarkException($"'{word}' was reported {reports.Count} of {count} times within {patience.TotalSeconds} s.");
        }
    }

    /// <summary>Forgets all reports so far.</summary>
    internal void Forget() => _reports.Clear();

    /// <summary>Sends it a word.</summary>
    internal Task SendAsync(string word) => _process.WriteLineAsync(word);

    /// <summary>Sends SIGKILL.</summary>
    internal void Kill() => _process.Kill();

    /// <summary>Sends SIGTERM.</summary>
    internal void Stop() => _process.Send(Signal.Terminate);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private void Read(string line)
    {
        var words = line.Split(' ');
        _reports.Enqueue(new(words[0], [.. words.Skip(1).Select(word => double.Parse(word, CultureInfo.InvariantCulture))]));
    }

    private readonly record struct Report(string Word, double[] Numbers);
}
