using System.Collections.Concurrent;
using System.Globalization;
using Spade.Shutdown.InFlight;

namespace Spade.Jobs.Leases;

/// <summary>The runs of this process: the work that its stop brings to an end, and what the node's heartbeat compares with the jobs that
/// the database says it owns.</summary>
internal sealed class RunningJobs(TimeProvider time) : IWorkInFlight, IDisposable
{
    private readonly WorkSet<JobLease> _runs = new(time);
    private readonly ConcurrentDictionary<object, long> _claims = new();
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isBroken;

    public string Name => "jobs";

    public WorkTally Tally => _runs.Tally;

    /// <summary>True when the queue itself broke, and the process stops because of that.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>Completes when the node has said goodbye, or has given up to.</summary>
    public Task Left => _left.Task;

    public int Count => _runs.Count;

    /// <summary>What the runs are told when the process stops.</summary>
    public RunTokens Tokens { get; } = new();

    /// <summary>When the oldest claim began whose jobs are not here yet; null when none is under way.</summary>
    public long? OldestClaim => _claims.Values.Order().Cast<long?>().FirstOrDefault();

    /// <summary>The stop begins: runs are counted and asked to yield, and nothing more is fetched. Safe to repeat.</summary>
    public void Mark()
    {
        _runs.Mark();
        Tokens.BeginStop();
    }

    public IReadOnlyList<string> Describe() => [.. OldestFirst().Select(run => string.Create(
        CultureInfo.InvariantCulture, $"{run.Job.Id} of {run.Job.Queue} ({run.Doing}), for {AgeOf(run).TotalSeconds:0.0} s"))];

    public JobLease Add(ClaimedJob job)
    {
        var lease = new JobLease(job, time.GetTimestamp());
        _runs.Add(lease);
        return lease;
    }

    public void Remove(JobLease lease) => _runs.Remove(lease, lease.End);

    /// <summary>A claim is sent. What it brings is added before the result is disposed.</summary>
    public IDisposable BeginClaim() => new Claim(_claims, time.GetTimestamp());

    /// <summary>What runs now. Take it before asking the database: a job claimed in between is missing from neither side then.</summary>
    public IReadOnlyList<JobLease> Snapshot() => _runs.Snapshot();

    /// <summary>As <see cref="Snapshot"/>, the oldest run first.</summary>
    public IReadOnlyList<JobLease> OldestFirst() => [.. _runs.Snapshot().OrderBy(run => run.Began)];

    /// <summary>How long a run has been going on.</summary>
    public TimeSpan AgeOf(JobLease lease) => time.GetElapsedTime(lease.Began);

    /// <returns>False when the time was up before the last run ended.</returns>
    public Task<bool> WaitForNoneAsync(
        TimeSpan limit, CancellationToken cancellationToken) => _runs.WaitForNoneAsync(limit, cancellationToken);

    /// <summary>What still runs is not waited for any more, and counts as aborted.</summary>
    public void Abandon() => _runs.AbortAll();

    /// <summary>The queue broke: the process ends with an error.</summary>
    public void SetBroken() => _isBroken = true;

    /// <summary>The node has left, or has given up to say goodbye.</summary>
    public void SetLeft() => _left.TrySetResult();

    public void Dispose() => Tokens.Dispose();

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
