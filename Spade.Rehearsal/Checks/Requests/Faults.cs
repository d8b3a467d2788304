using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Requests;

/// <summary>Requests that failed because of a fault of the schedule.</summary>
internal static class Faults
{
    /// <summary>Whether a fault explains the failure: no answer or a 503, while it lasted or shortly after. A 500, a 4xx or a garbled
    /// answer has another cause.</summary>
    public static bool Explain(RequestEntry request, RunFacts facts, CheckOptions options) =>
        IsAbsence(request) && facts.Steps.Any(step =>
            options.Disturbances.Any(fault => fault.ExplainsFailures && fault.Covers(step))
            && request.SentAt() <= (step.EndedAt ?? facts.EndedAt) + options.Recovery && request.EndedAt() >= step.BeganAt);

    private static bool IsAbsence(RequestEntry request) => request.Outcome switch
    {
        RequestOutcome.Answered => request.Status == 503,
        RequestOutcome.Garbled => false,
        _ => true,
    };
}
