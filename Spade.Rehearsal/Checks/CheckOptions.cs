namespace Spade.Rehearsal.Checks;

/// <summary>Limits of the checks.</summary>
internal sealed record CheckOptions
{
    /// <summary>Largest share of wrong characters in a document's text, 0 to 1. Tesseract reads clean scans with less than 1 %; a page
    /// that is missing costs far more than 2 %, which is the default.</summary>
    public double CharacterErrors { get; init; } = 0.02;

    /// <summary>How much later than it happened something may be seen from outside, since readiness and exits are polled. Default
    /// 500 ms.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How far the database's clock, by which the ledger is kept, may be from the clock of the rehearsal, polling included.
    /// Default 1 s, which machines that keep time stay under.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time from SIGTERM to the first answer that says not ready. Default 1 s: a probe of that period sees it.</summary>
    public TimeSpan FlipLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after the end of a fault its consequences may last. Default 10 s.</summary>
    public TimeSpan Recovery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Steps that are faults. Without any, nothing is explained.</summary>
    public IReadOnlyList<Disturbance> Disturbances { get; init; } = Disturbance.Known;

    /// <summary>Names of checks whose facts the target cannot have, such as a service without a ledger. They are still made as far as
    /// possible, and a finding counts; but the verdict does not wait for them.</summary>
    public IReadOnlySet<string> Waived { get; init; } = new HashSet<string>();
}
