namespace Spade.Shutdown.Reporting;

/// <summary>Stores the exit report, for example in a ledger. It has one second.</summary>
public interface IExitReportWriter
{
    /// <summary>Called once, when all work has ended or is not waited for any more, and before telemetry leaves. Must not throw for a
    /// database that is away: what it could not write is in the log.</summary>
    Task WriteAsync(ExitReport report, CancellationToken cancellationToken);
}
