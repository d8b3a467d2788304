namespace Spade.Rehearsal.Checks;

/// <summary>Result of a check.</summary>
internal enum CheckResult
{
    /// <summary>It found nothing.</summary>
    Passed,

    /// <summary>It found something.</summary>
    Failed,

    /// <summary>Facts that it needs are missing, and what is there shows nothing.</summary>
    NotChecked,
}
