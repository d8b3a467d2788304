namespace Spade.Documents.Ledger;

/// <summary>What a process is doing, or how it ended. Stored and shown as the lower-case word.</summary>
public enum RestartState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It was told to stop and finishes its work.</summary>
    Draining,

    /// <summary>It ended, and no work was aborted.</summary>
    Stopped,

    /// <summary>It ended, and work was aborted: exit code 3.</summary>
    Cut,

    /// <summary>It ended with another exit code.</summary>
    Failed,

    /// <summary>It ended without closing its entry, although the database was available: SIGKILL, a crash, a lost machine.</summary>
    Crashed,

    /// <summary>It ended while the database was away; the exit report in its log has the facts.</summary>
    Unknown,
}
