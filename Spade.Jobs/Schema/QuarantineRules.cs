namespace Spade.Jobs.Schema;

/// <summary>When crashes without progress count against the job that ran, rather than against the world.</summary>
/// <remarks>Not configurable: the partial index <c>jobs_suspect</c> names the first number.</remarks>
internal static class QuarantineRules
{
    /// <summary>From this many crashes in a row on, a job runs alone on its node.</summary>
    public const int AloneAt = 3;

    /// <summary>At this many crashes in a row, the job fails.</summary>
    public const int FailAt = 5;

    /// <summary>At this many, it fails without being recorded by its handler: that is what killed the process the last time.</summary>
    public const int FailUnrecordedAt = FailAt + 1;

    /// <summary>The error type of a job that failed in quarantine. It is stored, and shown to clients.</summary>
    public const string ErrorType = "poison";
}
