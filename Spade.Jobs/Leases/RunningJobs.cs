using System.Collections.Concurrent;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Leases;

/// <summary>The runs of this process, by job and fence. The node's heartbeat compares it with what the database says it owns.</summary>
internal sealed class RunningJobs(TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<(Guid Id, long Fence), JobLease> _leases = new();
    private readonly ConcurrentDictionary<object, long> _claims = new();
    private readonly Wakeup _removed = new();
    private readonly DrainCount _count = new();

    public int Count => _leases.Count;

    /// <summary>What became of the runs since the process began to stop.</summary>
    public JobsTally Tally => _count.Tally;

    /// <summary>The process begins to stop.</summary>
    public void Mark() => _count.Mark(() => _leases.Count);

    public JobLease Add(ClaimedJob job)
    {
        var lease = new JobLease(job, time.GetTimestamp());
        _count.Begin(() => _leases[(job.Id, job.Fence)] = lease);
        return lease;
    }

    /// <summary>When the oldest claim began whose jobs are not here yet; null when none is under way.</summary>
    public long? OldestClaim => _claims.Values.Order().Cast<long?>().FirstOrDefault();

    /// <summary>A claim is sent. What it brings is added before the result is disposed.</summary>
    public IDisposable BeginClaim() => new Claim(_claims, time.GetTimestamp());

    public void Remove(JobLease lease)
    {
        _count.End(() => _leases.TryRemove((lease.Job.Id, lease.Job.Fence), out _), lease.End);
        _removed.Set();
    }

    /// <summary>Nobody waits any more for what still runs: it counts as aborted.</summary>
    public void Abandon() => _count.Abandon(() => _leases.Count);

    /// <summary>What runs now. Take it before asking the database: a job claimed in between is missing from neither side then.</summary>
    public IReadOnlyCollection<JobLease> Snapshot() => [.. _leases.Values];

    /// <summary>How long a run has been going on.</summary>
    public TimeSpan AgeOf(JobLease lease) => time.GetElapsedTime(lease.Began);

    /// <returns>False when the time was up before the last run ended.</returns>
    public async Task<bool> WaitForNoneAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        while (!_leases.IsEmpty && !either.IsCancellationRequested)
            await _removed.WaitAsync(Timeout.InfiniteTimeSpan, either.Token);
        return _leases.IsEmpty;
    }

    public void Dispose() => _removed.Dispose();

    private sealed class Claim : IDisposable
    {
        private readonly ConcurrentDictionary<object, long> _claims;

        public Claim(ConcurrentDictionary<object, long> claims, long began)
        {
            _claims = claims;
            claims[this] = began;
        }

        public void Dispose() => _claims.TryRemove(this, out _);
    }
}
