namespace Spade.Documents.Ledger;

/// <summary>Where a process is in its life, or how it ended. Stored and shown as the lower-case word.</summary>
public enum RestartState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has had its signal and brings its work to an end.</summary>
    Draining,

    /// <summary>It ended, and nothing was cut.</summary>
    Stopped,

    /// <summary>It ended, and something was cut: exit code 3.</summary>
    Cut,

    /// <summary>It ended with an error of its own.</summary>
    Failed,

    /// <summary>It ended without a goodbye, with the database there to take one: SIGKILL, a crash, a lost machine.</summary>
    Crashed,

    /// <summary>It is gone, and the database was away when it went: its own log tells more.</summary>
    Unknown,
}
