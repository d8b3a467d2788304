using Spade.Rehearsal.Checks;

namespace Spade.Rehearsal.Reports.Certificates;

/// <summary>What the rehearsal used of the error budget of 28 days.</summary>
/// <param name="Objective">The objective, 0.999.</param>
/// <param name="CountedRequests">Requests that count: all but 4xx.</param>
/// <param name="BadRequests">Those that were bad.</param>
/// <param name="BadShare">Share of bad requests, 0 to 1.</param>
/// <param name="BudgetRequests">The whole budget in requests, at the rate of this load.</param>
/// <param name="BudgetMinutes">The whole budget in minutes in which each request fails.</param>
/// <param name="BurntMinutes">What was used, in such minutes.</param>
/// <param name="BurntShare">What was used, as a share of the whole budget.</param>
internal sealed record CertifiedErrorBudget(
    double Objective, long CountedRequests, long BadRequests, double BadShare, double BudgetRequests, double BudgetMinutes,
    double BurntMinutes, double BurntShare)
{
    public static CertifiedErrorBudget Of(ErrorBudget budget) => new(
        ErrorBudget.Objective, budget.Counted, budget.Bad, budget.BadShare, budget.BudgetRequests, ErrorBudget.BudgetMinutes,
        budget.BurntMinutes, budget.BurntShare);
}
