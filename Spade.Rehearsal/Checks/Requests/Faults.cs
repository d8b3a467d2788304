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
            && Concerns(step, request, facts) && IsDuring(step, request, facts, options));

    /// <summary>A fault of a worker fails no request, and one of a replica fails no request of another.</summary>
    private static bool Concerns(StepEntry step, RequestEntry request, RunFacts facts)
    {
        // The database.
        if (step.Target is not { } target)
            return true;
        var service = facts.LivesOf(target).FirstOrDefault()?.Service;
        return service is null ? facts.Serves(target) : facts.Serves(service) && (request.Replica is null || request.Replica == target);
    }

    /// <summary>A request that is still open some time after the fault and ends then has another cause, unless it waited in vain.</summary>
    private static bool IsDuring(StepEntry step, RequestEntry request, RunFacts facts, CheckOptions options)
    {
        var over = (step.EndedAt ?? facts.EndedAt) + options.Recovery;
        return request.SentAt() <= over && request.EndedAt() >= step.BeganAt
            && (request.EndedAt() <= over || request.Outcome == RequestOutcome.TimedOut);
    }

    private static bool IsAbsence(RequestEntry request) => request.Outcome switch
    {
        RequestOutcome.Answered => request.Status == 503,
        RequestOutcome.Garbled => false,
        _ => true,
    };
}
