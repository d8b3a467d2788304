namespace Spade.Rehearsal.Schedules;

/// <summary>What a step does.</summary>
internal enum StepAction
{
    /// <summary>Replaces every replica, one after the other.</summary>
    RollingRestart,

    /// <summary>Stops a replica with its grace period and starts it again.</summary>
    Stop,

    /// <summary>Stops or starts replicas until a number of them runs.</summary>
    Scale,

    /// <summary>SIGKILL. What was killed is started again.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT after a time.</summary>
    Freeze,

    /// <summary>A fast shutdown of PostgreSQL, which breaks every connection, and its start.</summary>
    Restart,

    /// <summary>PostgreSQL rejects writes for a time, as a former primary does after a failover.</summary>
    ReadOnly,

    /// <summary>Applies the migrations of a version.</summary>
    Migrate,

    /// <summary>Replaces every replica by one of another version, one after the other.</summary>
    RollOut,
}
