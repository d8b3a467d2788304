namespace Spade.Tests.Soak;

/// <summary>A steady load on the queue: periods with the same number of jobs, and a sample of the table after each.</summary>
internal sealed record SteadyPlan
{
    /// <summary>How often jobs are enqueued, so that a second's jobs do not come at once.</summary>
    public static TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>A few seconds. Each period waits for pruning and vacuum, so the result does not depend on other load of the machine. An
    /// index that never reused a page would grow by a few pages only, so such a run can only judge the total.</summary>
    public static SteadyPlan Small { get; } = new()
    {
        JobsPerSecond = 1000,
        Periods = 4,
        Period = TimeSpan.FromSeconds(1),
        Retention = TimeSpan.FromMilliseconds(200),
        PruneInterval = TimeSpan.FromMilliseconds(250),
        Settles = true,
    };

    /// <summary>Half an hour under the conditions of a running service: its own pruning, and autovacuum every minute.</summary>
    public static SteadyPlan Full { get; } = new()
    {
        Periods = 60,
        Period = TimeSpan.FromSeconds(30),
        Retention = TimeSpan.FromSeconds(30),
        PruneInterval = TimeSpan.FromSeconds(5),
    };

    /// <summary>Null for half of what the machine achieves.</summary>
    public int? JobsPerSecond { get; init; }

    public required int Periods { get; init; }

    /// <summary>How long a period takes without delays.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>How long finished jobs are kept: short enough that the number of rows becomes constant within the warm-up.</summary>
    public required TimeSpan Retention { get; init; }

    public required TimeSpan PruneInterval { get; init; }

    /// <summary>Whether each period waits until its jobs are done and pruned, and then vacuums, because autovacuum runs too seldom for a
    /// run of seconds. Rates are not judged then.</summary>
    public bool Settles { get; init; }
}
