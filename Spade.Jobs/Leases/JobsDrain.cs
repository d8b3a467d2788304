namespace Spade.Jobs.Leases;

/// <summary>What a stopping process can tell of its jobs.</summary>
public sealed class JobsDrain
{
    private readonly RunningJobs _running;
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isBroken;

    internal JobsDrain(RunningJobs running) => _running = running;

    /// <summary>What became of the runs since the stop began; zeros before.</summary>
    public JobsTally Tally => _running.Tally;

    /// <summary>True when the queue itself broke, and the process stops because of that.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>Completes when the node has said goodbye, or has given up to.</summary>
    public Task Left => _left.Task;

    /// <summary>What runs now.</summary>
    public IReadOnlyList<RunningJob> Running => [.. _running.Snapshot()
        .Select(lease => new RunningJob(lease.Job.Queue, lease.Job.Id, lease.Doing, _running.AgeOf(lease)))
        .OrderByDescending(job => job.Age)];

    /// <summary>The stop begins: what runs now is counted, and everything that ends from here on. Safe to repeat.</summary>
    public void Mark() => _running.Mark();

    internal void SetBroken() => _isBroken = true;

    internal void SetLeft() => _left.TrySetResult();
}

/// <summary>Runs of a stopping process. Once all have ended, <c>InFlight + Begun = Finished + Released + Aborted</c>.</summary>
/// <param name="InFlight">Running when the stop began.</param>
/// <param name="Begun">Begun after that, by a claim that was under way.</param>
/// <param name="Finished">Ended by themselves, whatever their result.</param>
/// <param name="Released">Saved at a yield point and left to another process.</param>
/// <param name="Aborted">Cancelled at the limit, never stopped, or finished and not saved.</param>
public readonly record struct JobsTally(int InFlight, int Begun, int Finished, int Released, int Aborted);

/// <summary>A run, as somebody looking for what blocks a stop wants to see it.</summary>
/// <param name="Queue">Its queue.</param>
/// <param name="JobId">Its job.</param>
/// <param name="Doing">What its handler says it is doing, such as <c>page 3</c>.</param>
/// <param name="Age">How long it has run.</param>
public sealed record RunningJob(string Queue, Guid JobId, string Doing, TimeSpan Age);
