using System.Diagnostics;
using System.Diagnostics.Metrics;
using Spade.Shutdown.InFlight;
using Spade.Shutdown.Progress;

namespace Spade.Shutdown.Reporting;

/// <summary>The facts of the ledger as metrics, on the meter <c>Spade.Shutdown</c>. They leave with the last flush.</summary>
internal sealed class ShutdownMetrics
{
    private static readonly ActivitySource Source = new(ShutdownTelemetry.Name);

    private readonly ShutdownProgress _progress;
    private readonly TimeProvider _time;
    private readonly Counter<long> _stops;
    private readonly Counter<long> _work;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _flip;
    private readonly Histogram<double> _budget;

    public ShutdownMetrics(IMeterFactory meters, ShutdownProgress progress, TimeProvider time)
    {
        _progress = progress;
        _time = time;
        var meter = meters.Create(ShutdownTelemetry.Name);
        _stops = meter.CreateCounter<long>(
            "spade.shutdown.stops", "{stop}", "Stops that wrote their exit report, by reason and exit code.");
        _work = meter.CreateCounter<long>(
            "spade.shutdown.work", "{piece}", "Requests and jobs of a stopping process, by what became of them.");
        _duration = meter.CreateHistogram(
            "spade.shutdown.duration", "s", "From the signal to the exit report.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 7.5, 10, 20, 27, 30, 60, 110, 120],
            });
        _flip = meter.CreateHistogram(
            "spade.shutdown.flip.duration", "s", "From the signal to readiness answering 503.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1] });
        _budget = meter.CreateHistogram(
            "spade.shutdown.budget.used", "1", "Time of the stop as a part of the drain.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 1] });
        meter.CreateObservableGauge(
            "spade.shutdown.draining", () => progress.HasBegun ? 1 : 0, "{process}", "1 while the process is stopping.");
    }

    /// <summary>Records a stop of which only the flush is left.</summary>
    /// <param name="report">Its facts.</param>
    /// <param name="isFirst">False when the exit code has changed since the first record: then only the exit code is recorded.</param>
    public void Record(ExitReport report, bool isFirst)
    {
        var reason = new KeyValuePair<string, object?>("spade.shutdown.reason", report.Reason?.ToWord());
        _stops.Add(1, reason, new("process.exit.code", report.ExitCode));
        if (!isFirst)
            return;
        _duration.Record(report.Elapsed.TotalSeconds, reason);
        _budget.Record(report.BudgetUsed, reason);
        if (report.ReadyFlipped is { } flipped)
            _flip.Record(flipped.TotalSeconds, reason);
        foreach (var work in _progress.Work)
            Count(work.Name, work.Tally);
        Trace(report);
    }

    private void Count(string kind, WorkTally tally)
    {
        (string Outcome, int Count)[] outcomes =
            [("finished", tally.Finished), ("handed_over", tally.Released), ("aborted", tally.Aborted)];
        foreach (var (outcome, count) in outcomes)
            _work.Add(count, new("spade.shutdown.kind", kind), new KeyValuePair<string, object?>("spade.shutdown.outcome", outcome));
    }

    /// <summary>One span for the whole stop, made when it is over; its phases are events on it.</summary>
    private void Trace(ExitReport report)
    {
        var signal = _time.GetUtcNow() - report.Elapsed;
        using var span = Source.StartActivity("shutdown", ActivityKind.Internal, default(ActivityContext), startTime: signal);
        if (span is null)
            return;
        span.SetTag("spade.shutdown.reason", report.Reason?.ToWord()).SetTag("process.exit.code", report.ExitCode);
        if (report.ReadyFlipped is { } flipped)
            span.AddEvent(new ActivityEvent("ready flipped", signal + flipped));
        if (report.ListenerClosed is { } closed)
            span.AddEvent(new ActivityEvent("listener closed", signal + closed));
        if (report.ExitCode != ExitCodes.Clean)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
