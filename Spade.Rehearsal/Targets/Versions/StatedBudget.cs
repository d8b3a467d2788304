using Spade.Rehearsal.History;
using Spade.Shutdown.Budget;

namespace Spade.Rehearsal.Targets.Versions;

/// <summary>A service's own shutdown budget in the words of the history.</summary>
internal static class StatedBudget
{
    internal static ServiceBudget Of(ShutdownBudget budget) => new(
        budget.PreStop.TotalSeconds, budget.LameDuck.TotalSeconds, (budget.LameDuck + budget.InFlight).TotalSeconds,
        budget.Drain.TotalSeconds, budget.GracePeriod.TotalSeconds);
}
