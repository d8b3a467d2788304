using System.Globalization;
using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spectre.Console;

namespace Spade.Benchmarks.Report;

/// <summary>Says what is being measured and, as soon as it is there, the first figure of it.</summary>
internal sealed class ProgressLines(IAnsiConsole console, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>Subjects that could not be measured; a run with one of these ends with 1.</summary>
    internal int Failures { get; private set; }

    internal bool WasNoisy { get; private set; }

    internal void Begin(int index, int count, string benchmark, string subject, int repetition, int repetitions) => console.Write(
        $"{time.GetElapsedTime(_began):mm\\:ss} [{index}/{count}] {benchmark}: {subject}{(repetitions > 1 ? $", {repetition} of {repetitions}" : "")} ... ");

    internal void End(IReadOnlyList<Sample> samples, double others)
    {
        var first = samples.Where(sample => sample.Figure is not (Sample.OwnCpu or Sample.PostgresCpu)).DistinctBy(sample => sample.Row).Take(4);
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

internal static class Numbers
{
    /// <summary>Three significant digits at least, none that mean nothing.</summary>
    internal static string Text(double value) => value switch
    {
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
