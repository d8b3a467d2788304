using System.Diagnostics.Metrics;

namespace Spade.Jobs.Telemetry;

/// <summary>The queue's instruments, on the meter <c>Spade.Jobs</c>.</summary>
public sealed class JobsMetrics
{
    /// <summary>Histogram buckets from milliseconds (a wake-up) to minutes (a long document).</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600],
    };

    private readonly Counter<long> _enqueued;
    private readonly Counter<long> _claimed;
    private readonly Counter<long> _finished;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _rescued;
    private readonly UpDownCounter<long> _active;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    public JobsMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(JobsTelemetry.Name);
        _enqueued = meter.CreateCounter<long>("spade.jobs.enqueued", "{job}", "Jobs added to a queue.");
        _claimed = meter.CreateCounter<long>("spade.jobs.claimed", "{job}", "Jobs claimed by this node.");
        _finished = meter.CreateCounter<long>("spade.jobs.finished", "{run}", "Runs that ended, by outcome.");
        _lost = meter.CreateCounter<long>("spade.jobs.lost", "{run}", "Runs whose job was taken away: cancelled, or rescued by a peer.");
        _rescued = meter.CreateCounter<long>("spade.jobs.rescued", "{job}", "Jobs that this node took from a dead one.");
        _active = meter.CreateUpDownCounter<long>("spade.jobs.active", "{job}", "Jobs running on this node.");
        _wait = meter.CreateHistogram("spade.jobs.wait.duration", "s", "From due to claimed.", advice: Seconds);
        _duration = meter.CreateHistogram("spade.jobs.run.duration", "s", "From claimed to the end of the run.", advice: Seconds);
    }

    internal void Enqueued(string queue, int count) => _enqueued.Add(count, Queue(queue));

    internal void Claimed(string queue, TimeSpan wait)
    {
        _claimed.Add(1, Queue(queue));
        _wait.Record(Math.Max(0, wait.TotalSeconds), Queue(queue));
    }

    internal void RunStarted(string queue) => _active.Add(1, Queue(queue));

    internal void RunEnded(string queue, string outcome, TimeSpan duration)
    {
        _active.Add(-1, Queue(queue));
        _finished.Add(1, Queue(queue), new("spade.job.outcome", outcome));
        _duration.Record(duration.TotalSeconds, Queue(queue), new("spade.job.outcome", outcome));
    }

    internal void Lost(string queue) => _lost.Add(1, Queue(queue));

    internal void Rescued(string queue) => _rescued.Add(1, Queue(queue));

    private static KeyValuePair<string, object?> Queue(string queue) => new("messaging.destination.name", queue);
}
