using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Documents;

/// <summary>What was acknowledged is there.</summary>
internal sealed class LostDocumentsCheck : ICheck
{
    private const string NotFound = "404";

    public string Name => "lost-documents";

    public string Sentence => "Every acknowledged document is there.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        var documents = DocumentEnd.Of(facts);
        if (documents.Count == 0)
            return Examination.Impossible("documents", "no document was acknowledged");
        if (facts.Reads.Count == 0 && facts.Stored.Count == 0)
            return Examination.Impossible("documents", "neither the API nor the database was asked for them at the end");
        return new Examination(
            documents.Count, "documents",
            from document in documents
            let what = Wrong(document, facts.Stored.Count > 0)
            where what is not null
            select new Finding(what, document.Name, document.AcceptedAt));
    }

    private static string? Wrong(DocumentEnd document, bool hasDatabase) => document switch
    {
        { Read.Status: NotFound, Stored: null } when hasDatabase => "neither the API nor the database knows it",
        { Read.Status: NotFound } => "the API does not know it",
        { Stored: null } when hasDatabase => "the database does not have it",
        { Read: null, Stored: null } => "the API was not asked for it at the end",
        _ => null,
    };
}
