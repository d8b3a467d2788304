using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Documents;

/// <summary>An acknowledged document with what the API and the database said of it at the end.</summary>
/// <param name="Document">Its id.</param>
/// <param name="Accepted">Its first acknowledgement.</param>
/// <param name="AcceptedAt">When that came; null when the request is missing from the history.</param>
/// <param name="Read">What the API said; null when it was not asked.</param>
/// <param name="Stored">What the database had; null when it had nothing or was not read.</param>
internal sealed record DocumentEnd(
    string Document, AcceptedEntry Accepted, DateTimeOffset? AcceptedAt, ReadEntry? Read, StoredEntry? Stored)
{
    /// <summary>As findings name it.</summary>
    public string Name => $"document {Document} of {Accepted.Sample}, accepted by request {Accepted.Request}";

    /// <summary>Every acknowledged document.</summary>
    public static IReadOnlyList<DocumentEnd> Of(RunFacts facts)
    {
        var reads = facts.Reads.ToLookup(read => read.Document);
        var stored = facts.Stored.ToLookup(row => row.Document);
        var requests = facts.Requests.ToLookup(request => request.Number);
        return
        [
            .. from accepted in facts.Accepted
               group accepted by accepted.Document into document
               let first = document.First()
               select new DocumentEnd(
                   document.Key, first, requests[first.Request].FirstOrDefault()?.EndedAt(), reads[document.Key].LastOrDefault(),
                   stored[document.Key].FirstOrDefault()),
        ];
    }
}
