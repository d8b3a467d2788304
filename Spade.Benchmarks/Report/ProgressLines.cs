using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spectre.Console;

namespace Spade.Benchmarks.Report;

/// <summary>Prints what is being measured and, after each repetition, the first figure of each row.</summary>
internal sealed class ProgressLines(IAnsiConsole console, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>Number of failed measurements. Unless it is 0, the run's exit code is 1.</summary>
    internal int Failures { get; private set; }

    /// <summary>Whether other processes disturbed a repetition.</summary>
    internal bool WasNoisy { get; private set; }

    internal void Begin(int index, int count, string benchmark, string subject, int repetition, int repetitions)
    {
        var turn = repetitions > 1 ? $", {repetition} of {repetitions}" : "";
        console.Write($"{time.GetElapsedTime(_began):mm\\:ss} [{index}/{count}] {benchmark}: {subject}{turn} ... ");
    }

    internal void End(IReadOnlyList<Sample> samples, double others)
    {
        var figures = samples.Where(sample => sample.Figure is not (Sample.OwnCpu or Sample.PostgresCpu));
        var first = figures.DistinctBy(sample => sample.Row).Take(4);
        var noise = others > QuietMachine.Limit ? $"   (others took {others:0%} of a core)" : "";
        WasNoisy |= noise.Length > 0;
        console.WriteLine(string.Join("; ", first.Select(Words)) + noise);
    }

    internal void Failed(string benchmark, string subject, BenchmarkException exception)
    {
        Failures++;
        console.WriteLine("FAILED");
        console.MarkupLineInterpolated($"[red]{benchmark}: {subject}: {exception.Message}[/]");
    }

    private static string Words(Sample sample) => $"{sample.Figure.Replace('_', ' ')} {Numbers.Text(sample.Value)}";
}
