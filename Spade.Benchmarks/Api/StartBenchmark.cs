using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spade.Benchmarks.Services;

namespace Spade.Benchmarks.Api;

/// <summary>Time from exec to the first 200 of an API on a migrated database, and its memory at rest.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    private const string Start = "exec to first 200";
    private const string Rest = "API at rest";
    private const string Milliseconds = "ms";
    private const string Memory = "rss_mib";

    public string Name => "api start";

    public IReadOnlyList<Subject> Subjects { get; } =
    [
        new(WebProgram.FastifyName, async (trial, cancellationToken) =>
            await MeasureAsync(trial, await WebProgram.FastifyAsync(trial, cancellationToken), cancellationToken)),
        new(Subject.Ours, async (trial, cancellationToken) =>
            await MeasureAsync(trial, await WebProgram.ApiAsync(trial, cancellationToken), cancellationToken)),
    ];

    public IReadOnlyList<Ratio> Ratios { get; } =
    [
        new("start-vs-fastify", "as fast as Fastify + pg-boss", results =>
            results.Median(Start, WebProgram.FastifyName, Milliseconds) / results.Median(Start, Subject.Ours, Milliseconds)),
        new("memory-api", "1.3 x Fastify + pg-boss at most", results =>
            1.3 * results.Median(Rest, WebProgram.FastifyName, Memory) / results.Median(Rest, Subject.Ours, Memory)),
    ];

    private static async Task<IReadOnlyList<Sample>> MeasureAsync(Trial trial, WebProgram program, CancellationToken cancellationToken)
    {
        var samples = new List<Sample>();
        // Not measured: the first start creates the schema.
        for (var start = 0; start <= (trial.Quick ? 2 : 4); start++)
        {
            await using var running = await RunningProgram.StartAsync(trial.Programs.Shell, program, cancellationToken);
            if (start == 0)
                continue;
            samples.Add(new(Start, Milliseconds, running.StartTime.TotalMilliseconds));
            samples.Add(new(Start, Sample.OwnCpu, ProcessTimes.Of(running.ProcessId) * 1e6));
        }
        await using var resting = await RunningProgram.StartAsync(trial.Programs.Shell, program, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(trial.Quick ? 4 : 10), cancellationToken);
        samples.Add(new(Rest, Memory, ProcessTimes.ResidentMiB(resting.ProcessId)));
        return samples;
    }
}
