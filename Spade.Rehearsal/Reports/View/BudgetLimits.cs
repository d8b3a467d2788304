using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Reports.View;

/// <summary>A limit of the budget in a stop.</summary>
/// <param name="Kind">Its class.</param>
/// <param name="Name">Its name.</param>
/// <param name="At">When it is reached.</param>
internal sealed record BudgetLimit(string Kind, string Name, DateTimeOffset At);

/// <summary>When a stop has to be where.</summary>
internal static class BudgetLimits
{
    public static IEnumerable<BudgetLimit> Of(LifeEntry life, ServiceBudget? budget)
    {
        if (budget is null || life.Signal == "SIGKILL")
            yield break;
        if (life.SignalledAt is { } signal)
        {
            if (budget.LameDuck > 0 && life.Signal != "SIGINT")
                yield return new BudgetLimit("limit-lameduck", "the lame duck", signal.AddSeconds(budget.LameDuck));
            yield return new BudgetLimit("limit-inflight", "the time in flight", signal.AddSeconds(budget.InFlight));
            yield return new BudgetLimit("limit-drain", "the drain", signal.AddSeconds(budget.Drain));
        }

        if ((life.StopBeganAt ?? life.SignalledAt) is { } stop)
            yield return new BudgetLimit("limit-grace", "the grace period", stop.AddSeconds(budget.Grace));
    }
}
