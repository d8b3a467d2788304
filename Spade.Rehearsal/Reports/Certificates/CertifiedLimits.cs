using Spade.Rehearsal.Checks;

namespace Spade.Rehearsal.Reports.Certificates;

/// <summary>The limits that a history was judged by, which a reader has to know to believe the verdict.</summary>
/// <param name="CharacterErrors">Largest share of wrong characters, 0 to 1.</param>
/// <param name="ToleranceSeconds">How late something may be seen from outside.</param>
/// <param name="ClockToleranceSeconds">How far the ledger's clock may be off.</param>
/// <param name="FlipLimitSeconds">Longest time from SIGTERM to not ready.</param>
/// <param name="RecoverySeconds">How long after a fault its consequences may last.</param>
/// <param name="Faults">Steps that explain failures.</param>
/// <param name="Waived">Checks whose facts the target cannot have.</param>
internal sealed record CertifiedLimits(
    double CharacterErrors, double ToleranceSeconds, double ClockToleranceSeconds, double FlipLimitSeconds, double RecoverySeconds,
    IReadOnlyList<string> Faults, IReadOnlyList<string> Waived)
{
    public static CertifiedLimits Of(CheckOptions options) => new(
        options.CharacterErrors, options.Tolerance.TotalSeconds, options.ClockTolerance.TotalSeconds, options.FlipLimit.TotalSeconds,
        options.Recovery.TotalSeconds, [.. options.Disturbances.Select(fault => fault.Step)],
        [.. options.Waived.Order(StringComparer.Ordinal)]);
}
