using Microsoft.Extensions.DependencyInjection;
using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;
using Spade.Jobs.Client;

namespace Spade.Benchmarks.Queue;

/// <summary>Ten jobs in flight in one worker, an idle worker beside it, and the first one is ended. Once in a database: what runs
/// elsewhere in the end would be dead with its worker, and found by the next.</summary>
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

    /// <param name="victimEnvironment">Configuration of the worker that is ended.</param>
    /// <param name="end">Ends it and tells the moment from which the time counts.</param>
    /// <returns>Milliseconds from that moment to each start elsewhere.</returns>
    private static async Task<double[]> RoundAsync(IReadOnlyDictionary<string, string?> victimEnvironment, Func<WorkerProcess, double> end)
    {
        await using var victim = await WorkerProgram.StartAsync(WorkerProgram.Hold, environment: victimEnvironment);
        await EnqueueAsync();
        await victim.UntilAsync(WorkerProgram.Started, Jobs, Patience);
        await using var heir = await WorkerProgram.StartAsync(WorkerProgram.PickUp);
        // Anywhere in the heir's round of looks.
        await Task.Delay(TimeSpan.FromSeconds(1 + Random.Shared.NextDouble()));
        var since = end(victim);
        var starts = await heir.UntilAsync(WorkerProgram.Started, Jobs, Patience);
        return starts.Count == Jobs && starts.All(start => start[0] > since && start[1] == 0)
            ? [.. starts.Select(start => start[0] - since)]
            : throw new BenchmarkException(
                $"{starts.Count} starts of {Jobs} jobs; ms after the end and attempt: {string.Join(' ', starts.Select(start => $"{start[0] - since:0}/{start[1]}"))}.");
    }

    /// <summary>By a node that is gone afterwards: two are watched, and a third would find the dead one sooner.</summary>
    private static async Task EnqueueAsync()
    {
        using var host = await QueueHost.StartAsync(1, CancellationToken.None);
        var jobs = Enumerable.Range(0, Jobs).Select(Mail.Number).ToList();
        await host.Services.GetRequiredService<JobClient>().EnqueueManyAsync(QueueHost.Queue, jobs, null, CancellationToken.None);
        await host.StopAsync();
    }
}
