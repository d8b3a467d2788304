using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks;

/// <summary>What the rehearsal used of the error budget that <c>docs/slo.md</c> gives the API: 99.9 % of requests over 28 days. Answers of
/// 5xx and requests without an answer are bad; 4xx are not counted.</summary>
/// <param name="Counted">Requests that count.</param>
/// <param name="Bad">Those that were bad.</param>
/// <param name="Seconds">How long the load lasted.</param>
internal sealed record ErrorBudget(long Counted, long Bad, double Seconds)
{
    /// <summary>The objective.</summary>
    public const double Objective = 0.999;

    /// <summary>The window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(28);

    /// <summary>Share of bad requests, 0 to 1; to be compared with 0.001.</summary>
    public double BadShare => Counted == 0 ? 0 : (double)Bad / Counted;

    /// <summary>The whole budget as minutes in which each request fails.</summary>
    public static double BudgetMinutes => (1 - Objective) * Window.TotalMinutes;

    /// <summary>The whole budget in requests, at the rate of this load.</summary>
    public double BudgetRequests => (1 - Objective) * PerSecond * Window.TotalSeconds;

    /// <summary>What was used, in minutes in which each request fails.</summary>
    public double BurntMinutes => Counted == 0 ? 0 : BadShare * Seconds / 60;

    /// <summary>What was used, as a share of the whole budget.</summary>
    public double BurntShare => BurntMinutes / BudgetMinutes;

    private double PerSecond => Seconds <= 0 ? 0 : Counted / Seconds;

    public static ErrorBudget Of(RunFacts facts)
    {
        var counted = facts.Requests.Where(IsCounted).ToList();
        // Longer than was planned, if a step was not over.
        var lasted = facts.Requests.Count == 0 ? 0 : (facts.Requests.Max(request => request.IntendedAt) - facts.BeganAt).TotalSeconds;
        var seconds = Math.Max(facts.Run?.Duration?.TotalSeconds ?? 0, lasted);
        return new ErrorBudget(counted.Count, counted.Count(IsBad), seconds);
    }

    /// <summary>Whether a request is bad for availability.</summary>
    public static bool IsBad(RequestEntry request) => request.Outcome != RequestOutcome.Answered || request.Status is null or >= 500;

    private static bool IsCounted(RequestEntry request) => IsBad(request) || request.Status is not (>= 400 and < 500);
}
