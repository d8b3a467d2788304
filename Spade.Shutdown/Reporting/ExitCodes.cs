namespace Spade.Shutdown.Reporting;

/// <summary>What a process of Spade ends with. Kubernetes and people read it; nothing else tells a clean stop from a cut one.</summary>
public static class ExitCodes
{
    /// <summary>Nothing was cut.</summary>
    public const int Clean = 0;

    /// <summary>It could not start, or a part of it broke.</summary>
    public const int Failed = 1;

    /// <summary>A request was aborted, a job was cancelled at its limit, finished work could not be saved, or something never stopped.</summary>
    public const int Cut = 3;

    /// <summary>A second Ctrl+C: ended at once, as a shell reports SIGINT.</summary>
    public const int Interrupted = 130;
}
