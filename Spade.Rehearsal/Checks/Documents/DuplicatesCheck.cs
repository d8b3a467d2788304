using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Documents;

/// <summary>Equal bytes are one document, created once, with one result. The API's answers show a part of that, and the database all of
/// it.</summary>
internal sealed class DuplicatesCheck : ICheck
{
    public string Name => "duplicates";

    public string Sentence => "Equal content is one document, and it has one result.";

    public Examination Examine(RunFacts facts, CheckOptions options) => new(
        facts.Accepted.Select(accepted => accepted.Content).Distinct().Count(), "contents",
        [.. Acknowledged(facts), .. Created(facts), .. Rows(facts), .. Results(facts)],
        facts.Stored.Count == 0 ? Database.NotRead : null);

    private static IEnumerable<Finding> Acknowledged(RunFacts facts) =>
        from accepted in facts.Accepted
        group accepted by accepted.Content into content
        let documents = content.Select(accepted => accepted.Document).Distinct().ToList()
        where documents.Count > 1
        select new Finding(
            $"equal bytes were acknowledged as {documents.Count} documents: {string.Join(", ", documents)}", Content(content.Key));

    /// <summary>A document that failed or was cancelled starts again with the status of a new one; others are created once.</summary>
    private static IEnumerable<Finding> Created(RunFacts facts)
    {
        var restarted = facts.Stored.Where(row => row.Status is "failed" or "cancelled" || row.Failures > 0).Select(row => row.Document)
            .Concat(facts.Reads.Where(read => read.Status is "failed" or "cancelled").Select(read => read.Document)).ToHashSet();
        return
            from accepted in facts.Accepted
            where accepted.IsNew && !restarted.Contains(accepted.Document)
            group accepted by accepted.Document into document
            let requests = document.Select(accepted => accepted.Request).ToList()
            where requests.Count > 1
            select new Finding(
                $"it was accepted as new {requests.Count} times, by requests {string.Join(", ", requests)}", $"document {document.Key}");
    }

    private static IEnumerable<Finding> Rows(RunFacts facts) =>
        from row in facts.Stored
        group row by row.Content into content
        let documents = content.Select(row => row.Document).Distinct().ToList()
        where documents.Count > 1
        select new Finding(
            $"the database has {documents.Count} documents of equal bytes: {string.Join(", ", documents)}", Content(content.Key));

    private static IEnumerable<Finding> Results(RunFacts facts) =>
        from row in facts.Stored
        group row by row.Document into document
        let what = Twice([.. document])
        where what is not null
        select new Finding(what, $"document {document.Key}");

    private static string? Twice(IReadOnlyList<StoredEntry> rows)
    {
        if (rows.Count > 1)
            return $"the database has {rows.Count} results of it";
        return rows[0] is { PagesTotal: { } total, PageBegins.Count: var pages } && pages > total
            ? $"the database has {pages} pages of its {total}"
            : null;
    }

    private static string Content(string content) => $"content {content[..Math.Min(12, content.Length)]}";
}
