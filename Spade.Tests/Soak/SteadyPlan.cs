namespace Spade.Tests.Soak;

/// <summary>Load on the queue that goes on and on: periods with the same number of jobs each, and a look at the table after each.</summary>
internal sealed record SteadyPlan
{
    /// <summary>How often jobs are enqueued, so that a second's worth does not come at once.</summary>
    public static TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Seconds, with pruning and vacuuming waited for: nothing depends on who else uses the machine. An
    /// index that never used a page again would grow by a few pages only: what such a run can tell is the total.</summary>
    public static SteadyPlan Small { get; } = new()
    {
        JobsPerSecond = 1000,
        Periods = 4,
        Period = TimeSpan.FromSeconds(1),
        Retention = TimeSpan.FromMilliseconds(200),
        PruneInterval = TimeSpan.FromMilliseconds(250),
        Settles = true,
    };

    /// <summary>Half an hour, with nothing but what a service in use has: its own pruning, and autovacuum every minute.</summary>
    public static SteadyPlan Full { get; } = new()
    {
        Periods = 60,
        Period = TimeSpan.FromSeconds(30),
        Retention = TimeSpan.FromSeconds(30),
        PruneInterval = TimeSpan.FromSeconds(5),
    };

    /// <summary>Null for half of what the machine can do.</summary>
    public int? JobsPerSecond { get; init; }

    public required int Periods { get; init; }

    /// <summary>How long a period takes where nothing holds it up.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>How long finished jobs are kept: so short that the number of rows stands still within the warm-up.</summary>
    public required TimeSpan Retention { get; init; }

    public required TimeSpan PruneInterval { get; init; }

    /// <summary>Whether each period waits until its jobs are done and pruned, and vacuums: autovacuum comes too seldom for a run of
    /// seconds. Nothing is said about pace then.</summary>
    public bool Settles { get; init; }
}
