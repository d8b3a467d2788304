using System.Diagnostics.CodeAnalysis;
using Spade.Api.Parameters;
using Spade.Api.Problems;
using Spade.Documents.Documents;

namespace Spade.Api.Documents;

/// <summary>The parameters of <c>GET /documents</c>.</summary>
internal sealed record ListQuery(DocumentStatus? Status, DocumentPosition? After, int Limit)
{
    /// <summary>Documents that are listed when no number is given.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Most documents that are listed at once.</summary>
    public const int MaxLimit = 200;

    public static bool TryParse(
        string? status, string? limit, string? cursor,
        [NotNullWhen(true)] out ListQuery? query, [NotNullWhen(false)] out ApiProblem? problem)
    {
        query = null;
        DocumentStatus? wanted = null;
        if (status is not null)
        {
            if (!DocumentStatusNames.TryParse(status, out var known))
                return Reject($"status is '{status}'; it must be one of: {string.Join(", ", DocumentStatusNames.All)}.", out problem);
            wanted = known;
        }

        DocumentPosition? after = null;
        if (cursor is not null && (after = ListCursor.Read(cursor)) is null)
            return Reject("cursor is not one that this service gave out; use nextCursor of the list before.", out problem);
        if (QueryNumber.TryParse("limit", limit, 1, MaxLimit, DefaultLimit, out var size, out problem))
            query = new ListQuery(wanted, after, size);
        return query is not null;
    }

    private static bool Reject(string detail, out ApiProblem problem)
    {
        problem = ApiProblems.InvalidParameter(detail);
        return false;
    }
}
