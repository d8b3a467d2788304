namespace Spade.Shutdown.Reporting;

/// <summary>Exit codes. Kubernetes and operators tell a clean stop from one that cut work by them.</summary>
public static class ExitCodes
{
    /// <summary>Nothing was cut.</summary>
    public const int Clean = 0;

    /// <summary>It could not start, or a part of it broke.</summary>
    public const int Failed = 1;

    /// <summary>A request was aborted, a job was cancelled at its limit, finished work was not saved, or a part never stopped.</summary>
    public const int Cut = 3;

    /// <summary>A second Ctrl+C: ended at once, as a shell reports SIGINT.</summary>
    public const int Interrupted = 130;
}
