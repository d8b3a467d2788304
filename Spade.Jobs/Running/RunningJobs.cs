using System.Collections.Concurrent;

namespace Spade.Jobs;

/// <summary>The runs of this process, by job and fence. The node's heartbeat compares it with what the database says it owns.</summary>
internal sealed class RunningJobs : IDisposable
{
    private readonly ConcurrentDictionary<(Guid Id, long Fence), JobLease> _leases = new();
    private readonly Wakeup _removed = new();

    public int Count => _leases.Count;

    public JobLease Add(ClaimedJob job)
    {
        var lease = new JobLease(job);
        _leases[(job.Id, job.Fence)] = lease;
        return lease;
    }

    public void Remove(JobLease lease)
    {
        _leases.TryRemove((lease.Job.Id, lease.Job.Fence), out _);
        _removed.Set();
    }

    /// <summary>What runs now. Take it before asking the database: a job claimed in between is missing from neither side then.</summary>
    public IReadOnlyCollection<JobLease> Snapshot() => [.. _leases.Values];

    /// <returns>False when cancelled before the last run ended.</returns>
    public async Task<bool> WaitForNoneAsync(CancellationToken cancellationToken)
    {
        while (!_leases.IsEmpty && !cancellationToken.IsCancellationRequested)
            await _removed.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
        return _leases.IsEmpty;
    }

    public void Dispose() => _removed.Dispose();
}
