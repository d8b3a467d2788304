namespace Spade.Jobs.Client;

/// <summary>How one job is scheduled and retried. Every property has a default that suits a job of seconds to minutes.</summary>
public sealed record JobOptions
{
    internal static readonly JobOptions Default = new();

    /// <summary>Higher runs first within a queue. Default 0.</summary>
    public short Priority { get; init; }

    /// <summary>Earliest start, measured by the database's clock from the moment of enqueue. Default zero: at once.</summary>
    public TimeSpan StartAfter { get; init; }

    /// <summary>Number of retries after failures; 0 means the first failure is final. Default 2, as in pg-boss. Releases and crashes are
    /// not failures and do not count.</summary>
    public int RetryLimit { get; init; } = 2;

    /// <summary>Wait before the first retry. Default 1 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between retries when they back off. Default 5 minutes.</summary>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Doubles the wait with every failure, with jitter between half and the whole of it. Default true.</summary>
    public bool RetryBackoff { get; init; } = true;

    /// <summary>Longest time one run may take before it is cancelled and counts as a failure; null for no limit. Default null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>At most one unfinished job per queue carries a given key; enqueueing another is ignored. 1 to 255 characters, no control
    /// characters. Default null: no limit.</summary>
    public string? SingletonKey { get; init; }

    /// <summary>Whose job it is, such as a customer's name. Groups that wait share the slots of a queue equally, whatever number of jobs
    /// each has; within a group, and between jobs of different priority, the order of the queue stays. Jobs without a group count as one
    /// group. 1 to 255 characters, no control characters. Default null: no group.</summary>
    public string? Group { get; init; }

    /// <summary>Queue that receives a copy of the job when it fails for good: 1 to 100 characters. Default null: none.</summary>
    public string? DeadLetterQueue { get; init; }
}
