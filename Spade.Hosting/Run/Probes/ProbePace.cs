#pragma warning disable ASPIREPROBES001 // Run mode carries out what whoever sets a probe has opted in to.
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Run.Probes;

/// <summary>How often a probe asks, and how many answers in a row count.</summary>
/// <param name="Delay">Time before the first question.</param>
/// <param name="Period">Time between questions.</param>
/// <param name="FailureThreshold">Bad answers in a row that count.</param>
/// <param name="SuccessThreshold">Good answers in a row that count.</param>
internal sealed record ProbePace(TimeSpan Delay, TimeSpan Period, int FailureThreshold, int SuccessThreshold)
{
    /// <summary>Between questions while somebody waits for a start; a question to this machine costs little.</summary>
    internal static readonly TimeSpan StartPeriod = TimeSpan.FromMilliseconds(50);

    internal static ProbePace Of(ProbeAnnotation probe) => new(
        TimeSpan.FromSeconds(probe.InitialDelaySeconds), TimeSpan.FromSeconds(probe.PeriodSeconds), probe.FailureThreshold, probe.SuccessThreshold);
}
