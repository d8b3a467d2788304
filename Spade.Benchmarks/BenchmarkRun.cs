using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spade.Benchmarks.Report;

namespace Spade.Benchmarks;

/// <summary>Runs benchmarks. Subjects take turns, and each repetition waits for a quiet machine for a while.</summary>
internal sealed class BenchmarkRun(Trial trial, QuietMachine machine, ProgressLines progress)
{
    /// <summary>How often a full run repeats a measurement that other processes disturbed.</summary>
    private const int Retries = 2;

    private TimeSpan Patience => TimeSpan.FromSeconds(trial.Quick ? 3 : 30);

    internal Results Results { get; } = new();

    internal async Task RunAsync(IReadOnlyList<IBenchmark> benchmarks, CancellationToken cancellationToken)
    {
        foreach (var (index, benchmark) in benchmarks.Index())
        {
            var repetitions = trial.Quick ? 1 : benchmark.Repetitions;
            for (var repetition = 1; repetition <= repetitions; repetition++)
            {
                foreach (var subject in benchmark.Subjects.Where(subject => subject.InQuick || !trial.Quick))
                {
                    progress.Begin(index + 1, benchmarks.Count, benchmark.Name, subject.Name, repetition, repetitions);
                    await MeasureAsync(benchmark, subject, cancellationToken);
                }
            }
        }
    }

    private async Task MeasureAsync(IBenchmark benchmark, Subject subject, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            await machine.WaitAsync(Patience, cancellationToken);
            var mark = machine.Mark();
            IReadOnlyList<Sample> samples;
            try
            {
                samples = await subject.MeasureAsync(trial, cancellationToken);
            }
            catch (BenchmarkException exception)
            {
                progress.Failed(benchmark.Name, subject.Name, exception);
                return;
            }
            var others = machine.SinceThen(mark);
            Results.Add(subject.Name, samples, noisy: others > QuietMachine.Limit);
            progress.End(samples, others);
            if (others <= QuietMachine.Limit || trial.Quick || attempt == Retries)
                return;
        }
    }
}
