using System.Collections.Concurrent;
using System.Globalization;
using Spade.Shutdown.InFlight;

namespace Spade.Jobs.Leases;

/// <summary>The runs of this process. A stop counts and ends them, and the heartbeat compares them with the jobs that this node owns in the
/// database.</summary>
internal sealed class RunningJobs(TimeProvider time) : IWorkInFlight, IDisposable
{
    private readonly WorkSet<JobLease> _runs = new(time);
    private readonly ConcurrentDictionary<object, long> _claims = new();
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isBroken;

    public string Name => "jobs";

    public WorkTally Tally => _runs.Tally;

    /// <summary>True when the process stops because of an error in the queue itself.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>Completes when the node is deregistered or has given up deregistering.</summary>
    public Task Left => _left.Task;

    public int Count => _runs.Count;

    /// <summary>Tokens that stop the runs.</summary>
    public RunTokens Tokens { get; } = new();

    /// <summary>Start of the oldest pending claim, whose jobs are not in this list yet; null when none is pending.</summary>
    public long? OldestClaim => _claims.Values.Order().Cast<long?>().FirstOrDefault();

    /// <summary>Begins the stop: counts the runs, asks them to yield and stops fetching. May be called again.</summary>
    public void Mark()
    {
        _runs.Mark();
        Tokens.BeginStop();
    }

    public IReadOnlyList<string> Describe() => [.. OldestFirst().Select(run => string.Create(
        CultureInfo.InvariantCulture, $"{run.Job.Id} of {run.Job.Queue} ({run.Doing}), for {AgeOf(run).TotalSeconds:0.0} s"))];

    /// <param name="job">The job that starts to run.</param>
    /// <param name="hasTurn">Whether the run may be asked to give way.</param>
    public JobLease Add(ClaimedJob job, bool hasTurn)
    {
        var lease = new JobLease(job, time.GetTimestamp(), hasTurn);
        _runs.Add(lease);
        return lease;
    }

    public void Remove(JobLease lease) => _runs.Remove(lease, lease.End);

    /// <summary>Records a pending claim. Its jobs must be added before the result is disposed.</summary>
    public IDisposable BeginClaim() => new Claim(_claims, time.GetTimestamp());

    /// <summary>The current runs. Read them before the database, so that a job claimed in between is not reported as lost.</summary>
    public IReadOnlyList<JobLease> Snapshot() => _runs.Snapshot();

    /// <summary>The current runs, the oldest first.</summary>
    public IReadOnlyList<JobLease> OldestFirst() => [.. _runs.Snapshot().OrderBy(run => run.Began)];

    /// <summary>The groups of a queue's runs, one entry for each run; empty for no group.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="withEnding">Whether runs count whose last statement is pending.</param>
    public List<string> GroupsOf(string queue, bool withEnding) =>
        [.. _runs.Snapshot().Where(run => run.Job.Queue == queue && (withEnding || !run.IsSettling)).Select(run => run.Job.GroupOrEmpty)];

    /// <summary>How long a job has been running.</summary>
    public TimeSpan AgeOf(JobLease lease) => time.GetElapsedTime(lease.Began);

    /// <returns>False when the limit was over before the last run ended.</returns>
    public Task<bool> WaitForNoneAsync(
        TimeSpan limit, CancellationToken cancellationToken) => _runs.WaitForNoneAsync(limit, cancellationToken);

    /// <summary>Stops waiting for the remaining runs and counts them as aborted.</summary>
    public void Abandon() => _runs.AbortAll();

    /// <summary>Records an error in the queue itself; the process exits with an error.</summary>
    public void SetBroken() => _isBroken = true;

    /// <summary>Records that the node is deregistered or has given up deregistering.</summary>
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
