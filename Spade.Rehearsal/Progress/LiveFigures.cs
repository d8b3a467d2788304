using Spade.Rehearsal.History;
using Spade.Rehearsal.Recording;

namespace Spade.Rehearsal.Progress;

/// <summary>Figures of a run while it lasts.</summary>
internal sealed class LiveFigures
{
    /// <summary>Requests that the percentile is taken of: the last ones, so that it moves.</summary>
    private const int Window = 1_000;

    private readonly Lock _lock = new();
    private readonly Queue<TimeSpan> _latest = new();
    private int _requests, _failed, _documents, _repeats;
    private long _waiting, _active;

    internal LiveFigures(Journal journal) => journal.Listen(Add);

    /// <summary>The figures at this moment.</summary>
    internal Figures Now()
    {
        lock (_lock)
        {
            var sorted = _latest.Order().ToList();
            var p99 = sorted.Count == 0 ? TimeSpan.Zero : sorted[Math.Max(0, (int)Math.Ceiling(0.99 * sorted.Count) - 1)];
            return new Figures(_requests, _failed, _repeats, _documents, p99, _waiting, _active);
        }
    }

    private void Add(HistoryEntry entry)
    {
        lock (_lock)
        {
            switch (entry)
            {
                case RequestEntry request:
                    Add(request);
                    break;
                case AcceptedEntry { IsNew: true }:
                    _documents++;
                    break;
                case QueueEntry queue:
                    (_waiting, _active) = (queue.Waiting, queue.Active);
                    break;
                default:
                    break;
            }
        }
    }

    private void Add(RequestEntry request)
    {
        _requests++;
        _failed += request.Outcome != RequestOutcome.Answered || request.Status is not (>= 200 and < 400) ? 1 : 0;
        _repeats += request.Repeats is null ? 0 : 1;
        // Long polls and streams last as long as the server has nothing to say.
        if (request.Operation is "wait" or "events" or "slow upload")
            return;
        _latest.Enqueue(request.EndedAfter);
        if (_latest.Count > Window)
            _latest.Dequeue();
    }

    /// <summary>Figures at one moment.</summary>
    /// <param name="Requests">Requests that have ended.</param>
    /// <param name="Failed">Of these, without a successful answer.</param>
    /// <param name="Repeats">Of these, repetitions of uploads.</param>
    /// <param name="Documents">Documents accepted.</param>
    /// <param name="P99">Of the last requests that do not wait on purpose.</param>
    /// <param name="Waiting">Jobs that wait.</param>
    /// <param name="Active">Jobs that run.</param>
    internal sealed record Figures(int Requests, int Failed, int Repeats, int Documents, TimeSpan P99, long Waiting, long Active);
}
