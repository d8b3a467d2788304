using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Runs;

/// <summary>What was not done is not proved.</summary>
internal sealed class ScheduleCheck : ICheck
{
    public string Name => "schedule";

    public string Sentence => "Every step of the schedule was done.";

    public Examination Examine(RunFacts facts, CheckOptions options) => facts.Steps.Count == 0
        ? Examination.Impossible("steps", "no step was done, so nothing was restarted")
        : new Examination(facts.Steps.Count, "steps", Findings(facts));

    private static IEnumerable<Finding> Findings(RunFacts facts)
    {
        foreach (var step in facts.Steps)
        {
            var name = $"step {step.Number}, {step.Name}{(step.Target is { } target ? $" of {target}" : "")}";
            if (step.Error is { } error)
                yield return new Finding($"it failed: {error}", name, step.EndedAt ?? step.BeganAt);
            else if (step.EndedAt is null)
                yield return new Finding("it had not ended when the rehearsal did", name, step.BeganAt);
        }
    }
}
