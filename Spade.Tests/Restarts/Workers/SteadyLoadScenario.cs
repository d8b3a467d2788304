using Spade.Tests.Services;
using Spade.Tests.Soak;

namespace Spade.Tests.Restarts.Workers;

internal sealed class SteadyLoadScenario : IScenario
{
    private const double MiB = 1 << 20;

    public string Name => "steady load";

    public string Claim => "Under continuous load the queue does not decay: table, indexes, backlog and throughput stay the same.";

    public async Task<Figures> RunAsync(Scale scale, CancellationToken cancellationToken)
    {
        var plan = scale.Steady;
        await using var queue = await SteadyQueue.StartAsync(plan);
        var rate = plan.JobsPerSecond ?? await CapacityAsync(queue, cancellationToken) / 2;
        var samples = await LoadAsync(queue, plan, rate, cancellationToken);
        // No job was lost, and pruning leaves none behind.
        await queue.EmptyAsync(cancellationToken);

        var course = new SteadyCourse(samples);
        List<string> decay = [.. course.Growth(), .. plan.Settles ? [] : course.Slowness()];
        Assert.True(decay.Count == 0, string.Join('\n', [.. decay, .. samples.Select(sample => sample.ToString())]));
        return FiguresOf(course, samples[^1].Done);
    }

    /// <summary>Jobs per second with a full queue, once code is compiled and plans are cached.</summary>
    private static async Task<double> CapacityAsync(SteadyQueue queue, CancellationToken cancellationToken)
    {
        await queue.RushAsync(5_000, cancellationToken);
        return await queue.RushAsync(30_000, cancellationToken);
    }

    /// <summary>Every period has the same number of jobs, however long it takes. A delay of the machine is not followed by a burst, which
    /// a steady load would not have.</summary>
    private static async Task<List<QueueSample>> LoadAsync(
        SteadyQueue queue, SteadyPlan plan, double rate, CancellationToken cancellationToken)
    {
        var (ticks, jobs) = ((int)(plan.Period / SteadyPlan.Tick), (int)Math.Ceiling(rate * SteadyPlan.Tick.TotalSeconds));
        var (started, before) = (TimeProvider.System.GetTimestamp(), queue.Done);
        var samples = new List<QueueSample>();
        using var timer = new PeriodicTimer(SteadyPlan.Tick, TimeProvider.System);
        while (samples.Count < plan.Periods)
        {
            for (var tick = 0; tick < ticks && await timer.WaitForNextTickAsync(cancellationToken); tick++)
                await queue.EnqueueAsync(jobs, cancellationToken);
            samples.Add(await QueueSample.TakeAsync(
                queue.Database, TimeProvider.System.GetElapsedTime(started), queue.Done - before, cancellationToken));
            if (plan.Settles)
            {
                await queue.EmptyAsync(cancellationToken);
                await queue.VacuumAsync(cancellationToken);
            }
        }

        return samples;
    }

    private static Figures FiguresOf(SteadyCourse course, long jobs)
    {
        var (table, indexes) = (course.Of(sample => sample.Total / MiB), course.Of(sample => sample.AllIndexes / MiB));
        var start = course.Of(sample => sample.StartP99.TotalMilliseconds);
        return new Figures()
            .Add("jobs", jobs)
            .Add("throughput", course.Rate, "jobs/s")
            .Add("table with indexes, middle", table.Middle, "MiB")
            .Add("table with indexes, end", table.End, "MiB")
            .Add("indexes, middle", indexes.Middle, "MiB")
            .Add("indexes, end", indexes.End, "MiB")
            .Add("most dead rows", course.Most(sample => sample.Dead))
            .Add("most live rows", course.Most(sample => sample.Live))
            .Add("most jobs waiting", course.Most(sample => sample.Waiting))
            .Add("99 % started within, middle", start.Middle, "ms")
            .Add("99 % started within, end", start.End, "ms");
    }
}
