namespace Spade.Jobs.Schema;

/// <summary>Limits for crashes without progress, after which a job is quarantined and then fails.</summary>
/// <remarks>Not configurable, because the partial index <c>jobs_suspect</c> contains the first number.</remarks>
internal static class QuarantineRules
{
    /// <summary>After this many crashes in a row a job is in quarantine: it runs alone on its node.</summary>
    public const int AloneAt = 3;

    /// <summary>After this many crashes in a row the job fails.</summary>
    public const int FailAt = 5;

    /// <summary>After this many the job fails without its handler's record, which killed the process the last time.</summary>
    public const int FailUnrecordedAt = FailAt + 1;
}
