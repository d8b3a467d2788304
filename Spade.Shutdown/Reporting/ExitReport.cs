using Spade.Shutdown.InFlight;
using Spade.Shutdown.Progress;

namespace Spade.Shutdown.Reporting;

/// <summary>The facts of a stop, for the ledger, the last log line and the metrics. All times count from the signal.</summary>
/// <param name="Service">The service's name, see <see cref="ServiceIdentity"/>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Reason">Why it stopped; null when it ended without being asked to.</param>
/// <param name="Elapsed">Time since the signal.</param>
/// <param name="ReadyFlipped">Until readiness answered 503.</param>
/// <param name="ListenerClosed">Until the listener was told to close; null when it did not come to that.</param>
/// <param name="Work">What became of the work.</param>
/// <param name="ExitCode">The exit code the process means to end with: 0, 3 when something was cut, else 1.</param>
/// <param name="BudgetUsed">Elapsed time as a fraction of the drain; 1 is all of it.</param>
public sealed record ExitReport(
    string Service,
    string Version,
    StopReason? Reason,
    TimeSpan Elapsed,
    TimeSpan? ReadyFlipped,
    TimeSpan? ListenerClosed,
    WorkTally Work,
    int ExitCode,
    double BudgetUsed);
