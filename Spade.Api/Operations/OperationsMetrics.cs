using System.Diagnostics.Metrics;

namespace Spade.Api.Operations;

/// <summary>The backlog and the ended processes as gauges. Every replica reports the same facts of the database, so they are to be
/// combined by <c>max</c>, not added up. A process reports its own stop only with its last flush, which no scrape sees; these gauges show
/// it for <see cref="OperationsStore.ShownFor"/>, and for <see cref="OperationsStore.LostShownFor"/> processes that died without a
/// word.</summary>
internal sealed class OperationsMetrics
{
    private readonly ObservableGauge<long> _jobs;
    private volatile OperationsReading _reading = OperationsReading.None;

    public OperationsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(OperationsTelemetry.Name);
        _jobs = meter.CreateObservableGauge("spade.queue.jobs", Jobs, "{job}", "Unfinished jobs of a queue, by state.");
        meter.CreateObservableGauge(
            "spade.queue.wait.oldest", () => _reading.Queues.Select(queue => new Measurement<double>(queue.OldestWait, Queue(queue))),
            "s", "How long the job that waits longest has been due.");
        meter.CreateObservableGauge(
            "spade.queue.age.oldest", () => _reading.Queues.Select(queue => new Measurement<double>(queue.OldestAge, Queue(queue))),
            "s", "How long ago the oldest unfinished job was created.");
        meter.CreateObservableGauge(
            "spade.restarts.ended",
            () => _reading.Ended.Select(
                process => new Measurement<long>(1, [.. Process(process), new("spade.restart.state", process.State)])),
            "{process}", "1 for each process that ended lately, by how it ended.");
        meter.CreateObservableGauge(
            "spade.restarts.work", Work, "{piece}", "Requests and jobs of a process that ended, by what became of them.");
        meter.CreateObservableGauge(
            "spade.restarts.duration", () => Numbers(process => process.Duration), "s", "From the signal to the exit report.");
        meter.CreateObservableGauge(
            "spade.restarts.budget.used", () => Numbers(process => process.BudgetUsed), unit: null,
            "Time of the stop as a part of the drain.");
    }

    /// <summary>False when nobody exports the gauges.</summary>
    public bool IsWatched => _jobs.Enabled;

    public void Show(OperationsReading reading) => _reading = reading;

    private IEnumerable<Measurement<long>> Jobs() =>
        from queue in _reading.Queues
        from state in new (string Name, long Count)[] { ("created", queue.Created), ("retry", queue.Retry), ("active", queue.Active) }
        select new Measurement<long>(state.Count, Queue(queue), new("spade.job.state", state.Name));

    private IEnumerable<Measurement<long>> Work() =>
        from process in _reading.Ended
        from outcome in new (string Name, int? Count)[]
        {
            ("finished", process.Finished), ("handed_over", process.Released), ("aborted", process.Aborted),
        }
        where outcome.Count is not null
        select new Measurement<long>(outcome.Count!.Value, [.. Process(process), new("spade.shutdown.outcome", outcome.Name)]);

    private IEnumerable<Measurement<double>> Numbers(Func<EndedProcess, double?> number) =>
        from process in _reading.Ended
        let value = number(process)
        where value is not null
        select new Measurement<double>(value.Value, Process(process));

    private static KeyValuePair<string, object?> Queue(QueueBacklog queue) => new("messaging.destination.name", queue.Queue);

    private static KeyValuePair<string, object?>[] Process(EndedProcess process) =>
        [new("spade.restart.service", process.Service), new("spade.restart.node", process.Node)];
}
