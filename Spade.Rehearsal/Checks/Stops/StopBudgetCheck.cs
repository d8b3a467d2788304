using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Stops;

/// <summary>A stop stays within its budget; what is later is killed, sooner or later.</summary>
internal sealed class StopBudgetCheck : ICheck
{
    public string Name => "stop-budget";

    public string Sentence => "Every stop ended within its drain and its grace period.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        if (facts.Lives.Count == 0)
            return Examination.Impossible("stops", Stop.NotWatched);
        var stops = facts.Lives.Where(life => life.StopBeganAt is not null || life.Signal is "SIGTERM" or "SIGINT").ToList();
        var without = stops.Select(life => life.Service).Distinct().Where(service => facts.BudgetOf(service) is null).ToList();
        return new Examination(
            stops.Count, "stops",
            stops.SelectMany(life => Findings(life, facts.BudgetOf(life.Service), facts, options)),
            without.Count == 0 ? null : $"the history has no shutdown budget of {string.Join(", ", without)}");
    }

    private static IEnumerable<Finding> Findings(LifeEntry life, ServiceBudget? budget, RunFacts facts, CheckOptions options)
    {
        if (budget is null)
            yield break;
        if (life.Signal is "SIGTERM" or "SIGINT" && Over(life.SignalledAt, budget.Drain) is { } drain)
            yield return Finding(life, $"{drain} after {life.Signal}; the drain is {Stop.Seconds(TimeSpan.FromSeconds(budget.Drain))}");
        if (Over(life.StopBeganAt, budget.Grace) is { } grace)
            yield return Finding(life,
                $"{grace} after its stop began; the grace period is {Stop.Seconds(TimeSpan.FromSeconds(budget.Grace))}");

        string? Over(DateTimeOffset? begin, double limit)
        {
            if (begin is not { } from)
                return null;
            var took = (life.EndedAt ?? facts.EndedAt) - from;
            if (took <= TimeSpan.FromSeconds(limit) + options.Tolerance)
                return null;
            return life.EndedAt is null ? $"it still ran {Stop.Seconds(took)}" : $"it ended {Stop.Seconds(took)}";
        }
    }

    private static Finding Finding(LifeEntry life, string what) => new(what, life.Name(), life.EndedAt ?? life.SignalledAt, life.Replica);
}
