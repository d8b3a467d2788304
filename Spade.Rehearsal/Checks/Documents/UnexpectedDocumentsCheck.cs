using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Documents;

/// <summary>What is there was acknowledged. A document of an upload that never got an answer is found here, too.</summary>
internal sealed class UnexpectedDocumentsCheck : ICheck
{
    public string Name => "unexpected-documents";

    public string Sentence => "There is no document that nobody was told of.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        if (facts.Stored.Count == 0)
            return Examination.Impossible("documents", Database.NotRead);
        var known = facts.Accepted.Select(accepted => accepted.Document).ToHashSet();
        return new Examination(
            facts.Stored.Count, "documents",
            from row in facts.Stored
            where !known.Contains(row.Document)
            select new Finding($"it is there ({row.Status}), and no upload was answered with it", $"document {row.Document}"));
    }
}
