using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Runs;

/// <summary>What was not done is not proved.</summary>
internal sealed class ScheduleCheck : ICheck
{
    private static readonly string[] Replacing = ["rolling restart", "roll out"];

    public string Name => "schedule";

    public string Sentence => "Every step of the schedule was done, and those that replace processes replaced some.";

    public Examination Examine(RunFacts facts, CheckOptions options) => facts.Steps.Count == 0
        ? Examination.Impossible("steps", "no step was done, so nothing was restarted")
        : new Examination(facts.Steps.Count, "steps", Findings(facts, options));

    private static IEnumerable<Finding> Findings(RunFacts facts, CheckOptions options)
    {
        foreach (var step in facts.Steps)
        {
            var name = $"step {step.Number}, {step.Name}{(step.Target is { } target ? $" of {target}" : "")}";
            if (step.Error is { } error)
                yield return new Finding($"it failed: {error}", name, step.EndedAt ?? step.BeganAt);
            else if (step.EndedAt is null)
                yield return new Finding("it had not ended when the rehearsal did", name, step.BeganAt);
            else if (NotReplaced(step, facts, options) is { } service)
                yield return new Finding($"no process of {service} ended and was replaced in it", name, step.BeganAt);
        }
    }

    /// <summary>A service of which a step that replaces processes replaced none; null when there is none, or no process is watched.
    /// A command that reports success has not proved that it did anything.</summary>
    private static string? NotReplaced(StepEntry step, RunFacts facts, CheckOptions options)
    {
        var replaces = Array.Exists(Replacing, name => step.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        if (!replaces || step.Target is null || facts.Lives.Count == 0)
            return null;
        return step.Target.Split(", ").FirstOrDefault(service =>
        {
            var lives = facts.Lives.Where(life => life.Service == service).ToList();
            return !lives.Exists(life => Within(life.EndedAt)) || !lives.Exists(life => Within(life.StartedAt));
        });

        bool Within(DateTimeOffset? at) =>
            at >= step.BeganAt - options.ClockTolerance && at <= step.EndedAt + options.ClockTolerance;
    }
}
