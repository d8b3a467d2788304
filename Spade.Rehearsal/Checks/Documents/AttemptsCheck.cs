using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Documents;

/// <summary>Neither a restart nor a crash costs an attempt: only a run that fails does.</summary>
internal sealed class AttemptsCheck : ICheck
{
    public string Name => "attempts";

    public string Sentence => "No restart cost a job one of its attempts.";

    public Examination Examine(RunFacts facts, CheckOptions options) => facts.Stored.Count == 0
        ? Examination.Impossible("jobs", Database.NotRead)
        : new Examination(
            facts.Stored.Count, "jobs",
            from row in facts.Stored
            where row.Failures > 0
            select new Finding(
                $"its job failed {row.Failures} times{(row.ErrorType is { } error ? $", with {error}" : "")}", $"document {row.Document}"));
}
