using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Documents;

/// <summary>A page is recognised once. A killed worker, and one that a fault took its lease from, may repeat the pages that it had in
/// flight.</summary>
internal sealed class RepeatedPagesCheck : ICheck
{
    public string Name => "repeated-pages";

    public string Sentence => "No page was recognised twice, but for those in flight at a crash.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        if (facts.Stored.Count == 0)
            return Examination.Impossible("pages", Database.NotRead);
        var pages = facts.Stored.Sum(row => row.PageBegins.Count);
        var repeated = facts.Stored.Where(row => Extra(row) > 0).ToList();
        var extra = repeated.Sum(Extra);
        var crashes = Crashes(facts, options);
        if (extra > 0 && crashes > 0 && facts.Run?.PagesInFlight is null)
            return new Examination(pages, "pages", [], "the history does not say how many pages a worker recognises at once");
        var allowed = crashes * (facts.Run?.PagesInFlight ?? 0);
        var note = crashes == 0 ? null : $"{extra} were repeated; {crashes} crashes or faults of workers may repeat {allowed}";
        return new Examination(pages, "pages", extra > allowed ? repeated.Select(row => Finding(row, allowed)) : [], Note: note);
    }

    private static int Extra(StoredEntry row) => row.PageBegins.Sum(begins => Math.Max(0, begins - 1));

    private static Finding Finding(StoredEntry row, int allowed)
    {
        var pages = row.PageBegins.Index().Where(page => page.Item > 1).Select(page => $"page {page.Index + 1} {page.Item} times");
        var limit = allowed > 0 ? $"; all crashes together may repeat {allowed} pages" : "";
        return new Finding(
            $"recognised more than once: {string.Join(", ", pages)}{limit}",
            $"document {row.Document}", row.HandedOverAt.Count > 0 ? row.HandedOverAt[^1].At : null);
    }

    /// <summary>How many times a worker lost the pages that it had in flight.</summary>
    private static int Crashes(RunFacts facts, CheckOptions options)
    {
        var workers = facts.Lives.Where(life => !facts.Serves(life.Service)).ToList();
        var killed = workers.Count(life => life.Signal == "SIGKILL");
        var faults = facts.Steps
            .Where(step => options.Disturbances.Any(fault => fault.RepeatsPages && fault.Covers(step)))
            .Sum(step => workers.Count(life => IsConcerned(life, step, facts)));
        return killed + faults;
    }

    private static bool IsConcerned(LifeEntry worker, StepEntry step, RunFacts facts)
    {
        var isThere = worker.StartedAt <= (step.EndedAt ?? facts.EndedAt) && (worker.EndedAt ?? facts.EndedAt) >= step.BeganAt;
        // A step on a replica or a service concerns that one; the database's concern every worker.
        var isNamed = facts.Lives.Any(life => life.Replica == step.Target || life.Service == step.Target);
        return isThere && (!isNamed || worker.Replica == step.Target || worker.Service == step.Target);
    }
}
