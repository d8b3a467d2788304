using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Documents;

/// <summary>Every document of the load can be read, so each completes, with all of its pages.</summary>
internal sealed class UnfinishedDocumentsCheck : ICheck
{
    public string Name => "unfinished-documents";

    public string Sentence => "Every acknowledged document was completed in time, with all of its pages.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        var documents = DocumentEnd.Of(facts);
        if (documents.Count == 0)
            return Examination.Impossible("documents", "no document was acknowledged");
        if (facts.Reads.Count == 0)
            return Examination.Impossible("documents", "the API was not asked for them at the end");
        return new Examination(
            documents.Count, "documents",
            from document in documents
            let what = Wrong(document)
            where what is not null
            select new Finding(what, document.Name, document.AcceptedAt));
    }

    private static string? Wrong(DocumentEnd document)
    {
        if (document.Read is not { } read)
            return "the API was not asked for it at the end";
        return read.Status switch
        {
            "completed" when document.Stored is { Status: not "completed" } row => $"the API says completed, and the database {row.Status}",
            "completed" when read.PagesDone != document.Accepted.Pages =>
                $"it was completed with {read.PagesDone} of its {document.Accepted.Pages} pages",
            // Not there at all is a lost document.
            "completed" or "404" => null,
            "failed" => $"it failed: {read.ErrorType ?? "without an error"}",
            "cancelled" => "it was cancelled, and nobody asked for that",
            "queued" or "running" => $"it was still {read.Status} at the end{Job(document.Stored)}",
            var status => $"the API answered {status} when it was asked for it at the end",
        };
    }

    private static string Job(StoredEntry? row) => row switch
    {
        null => "",
        { JobState: null } => ", and its job is gone",
        { JobState: { } state } => $", and its job was {state}",
    };
}
