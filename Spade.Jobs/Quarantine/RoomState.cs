namespace Spade.Jobs.Quarantine;

/// <summary>What waiting for an idle node has come to.</summary>
internal enum RoomState
{
    /// <summary>Nothing runs or is being claimed, and the slots are closed.</summary>
    Idle,

    /// <summary>Other jobs still run.</summary>
    Busy,

    /// <summary>The job is not to be run here any more, or the process stops.</summary>
    Gone,
}
