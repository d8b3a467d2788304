using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;
using Spade.Rehearsal.Reports.Figures;

namespace Spade.Rehearsal.Reports.View;

/// <summary>What was measured in a stretch of time.</summary>
/// <param name="From">Its begin.</param>
/// <param name="Rate">Requests a second.</param>
/// <param name="Failed">Requests that failed in it.</param>
/// <param name="P50">Median latency in ms; null without a request.</param>
/// <param name="P99">The same, 99 %.</param>
/// <param name="Waiting">Jobs that waited; null when that was not measured.</param>
/// <param name="Active">Jobs that ran; null when that was not measured.</param>
internal sealed record Bucket(
    DateTimeOffset From, double Rate, int Failed, double? P50, double? P99, long? Waiting, long? Active);

/// <summary>The stretches of a rehearsal, all of one length.</summary>
/// <param name="Seconds">That length.</param>
/// <param name="All">The stretches, from the begin of the load.</param>
internal sealed record Buckets(double Seconds, IReadOnlyList<Bucket> All)
{
    // More than the pixels of a chart would only cost time.
    private const int Most = 600;

    public static Buckets Of(RunFacts facts, TimeAxis axis)
    {
        var span = (axis.To - facts.BeganAt).TotalSeconds;
        var seconds = Math.Max(1, Math.Ceiling(span / Most));
        var due = facts.Requests.ToLookup(request => Index(request.IntendedAt));
        var failed = facts.Requests.Where(request => request.HasFailed()).CountBy(request => Index(request.EndedAt())).ToDictionary();
        var queue = facts.Queue.ToLookup(sample => Index(sample.At));
        return new Buckets(seconds, [.. Enumerable.Range(0, (int)Math.Ceiling(span / seconds)).Select(One)]);

        int Index(DateTimeOffset at) => (int)Math.Floor((at - facts.BeganAt).TotalSeconds / seconds);

        Bucket One(int index)
        {
            var requests = due[index].ToList();
            var latencies = new Latencies(requests.Where(IsTimed).Select(request => request.EndedAfter));
            return new Bucket(
                facts.BeganAt.AddSeconds(index * seconds), requests.Count / seconds, failed.GetValueOrDefault(index),
                latencies.P50?.TotalMilliseconds, latencies.P99?.TotalMilliseconds,
                queue[index].Select(sample => (long?)sample.Waiting).Max(), queue[index].Select(sample => (long?)sample.Active).Max());
        }
    }

    private static bool IsTimed(RequestEntry request) => !ClientPaced.Is(request) && request.Outcome == RequestOutcome.Answered;
}
