namespace Spade.Shutdown.Reporting;

/// <summary>Something that wants to know how the process ended, and has a second to write it down.</summary>
public interface IExitReportWriter
{
    /// <summary>Called once, when all work has ended or is not waited for any more, and before telemetry leaves. Must not throw for a
    /// database that is away: what it could not write is in the log.</summary>
    Task WriteAsync(ExitReport report, CancellationToken cancellationToken);
}
