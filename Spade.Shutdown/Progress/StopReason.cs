namespace Spade.Shutdown.Progress;

/// <summary>Why a process stops.</summary>
public enum StopReason
{
    /// <summary>SIGTERM or SIGQUIT: the process is taken out of a running system. The full sequence.</summary>
    Terminate,

    /// <summary>SIGINT: a developer's Ctrl+C. No load balancer sends requests here, so there is no lame duck.</summary>
    Interrupt,

    /// <summary>The process itself, because a part of it cannot go on. The full sequence.</summary>
    Requested,
}

/// <summary>The words for <see cref="StopReason"/>, in the ledger, in logs and in metrics.</summary>
public static class StopReasonNames
{
    /// <summary>The word that is stored and shown.</summary>
    public static string ToWord(this StopReason reason) => reason switch
    {
        StopReason.Terminate => "sigterm",
        StopReason.Interrupt => "sigint",
        StopReason.Requested => "requested",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a stop reason."),
    };
}
