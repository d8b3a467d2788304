using Microsoft.Extensions.DependencyInjection;
using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spade.Jobs.Client;

namespace Spade.Benchmarks.Queue;

/// <summary>Ends a worker with ten jobs in flight while another worker is idle. Needs a new database each time: a second round would find
/// what the first one left.</summary>
internal static class KillSubject
{
    internal const string KillName = "kill", KillRow = "SIGKILL, jobs run elsewhere", LastSeconds = "last_s";
    internal const string StopName = "stop", StopRow = "stop timeout, jobs run elsewhere", LastMs = "last_ms";

    private const int Jobs = 10;

    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static async IAsyncEnumerable<RowOfFigures> KillAsync(string[] arguments)
    {
        await QueueHost.CreateSchemaAsync(CancellationToken.None);
        var starts = await RoundAsync(new Dictionary<string, string?>(), victim =>
        {
            var at = MonotonicClock.Now;
            victim.Kill();
            return at;
        });
        yield return new(KillRow, new() { [LastSeconds] = starts.Max() / 1000, ["first_s"] = starts.Min() / 1000 });
    }

    internal static async IAsyncEnumerable<RowOfFigures> StopAsync(string[] arguments)
    {
        await QueueHost.CreateSchemaAsync(CancellationToken.None);
        var starts = await RoundAsync(new Dictionary<string, string?> { ["Jobs__DrainLimit"] = $"{DrainLimit:c}" }, victim =>
        {
            var at = MonotonicClock.Now;
            victim.Stop();
            return at + DrainLimit.TotalMilliseconds;
        });
        yield return new(StopRow, new() { [LastMs] = starts.Max(), ["first_ms"] = starts.Min() });
    }

    /// <summary>One round.</summary>
    /// <param name="victimEnvironment">Configuration of the worker that is ended.</param>
    /// <param name="end">Ends the worker and returns the time from which to count.</param>
    /// <returns>Milliseconds from that time to the start of each job on the other worker.</returns>
    private static async Task<double[]> RoundAsync(IReadOnlyDictionary<string, string?> victimEnvironment, Func<WorkerProcess, double> end)
    {
        await using var victim = await WorkerProgram.StartAsync(WorkerProgram.Hold, environment: victimEnvironment);
        await EnqueueAsync();
        await victim.UntilAsync(WorkerProgram.Started, Jobs, Patience);
        await using var heir = await WorkerProgram.StartAsync(WorkerProgram.PickUp);
        // The kill falls at a random point of the other worker's polling interval.
        await Task.Delay(TimeSpan.FromSeconds(1 + Random.Shared.NextDouble()));
        var since = end(victim);
        var starts = await heir.UntilAsync(WorkerProgram.Started, Jobs, Patience);
        if (starts.Count == Jobs && starts.All(start => start[0] > since && start[1] == 0))
            return [.. starts.Select(start => start[0] - since)];
        var list = string.Join(' ', starts.Select(start => $"{start[0] - since:0}/{start[1]}"));
        throw new BenchmarkException($"{starts.Count} starts of {Jobs} jobs, with ms after the end and attempt: {list}.");
    }

    /// <summary>Enqueues from a node that is gone afterwards. A third node would help to find the dead one sooner.</summary>
    private static async Task EnqueueAsync()
    {
        using var host = await QueueHost.StartAsync(1, CancellationToken.None);
        var jobs = Enumerable.Range(0, Jobs).Select(Mail.Number).ToList();
        await host.Services.GetRequiredService<JobClient>().EnqueueManyAsync(QueueHost.Queue, jobs, null, CancellationToken.None);
        await host.StopAsync();
    }
}
