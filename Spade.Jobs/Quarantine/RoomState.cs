namespace Spade.Jobs.Quarantine;

/// <summary>Result of waiting for an idle node.</summary>
internal enum RoomState
{
    /// <summary>The node is idle and the slots are closed.</summary>
    Idle,

    /// <summary>Other jobs still run.</summary>
    Busy,

    /// <summary>The job must no longer run here, or the process stops.</summary>
    Gone,
}
