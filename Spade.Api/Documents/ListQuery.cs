using System.Diagnostics.CodeAnalysis;
using Spade.Api.Parameters;
using Spade.Api.Problems;
using Spade.Documents.Documents;

namespace Spade.Api.Documents;

/// <summary>Which part of the list of documents is asked for.</summary>
internal sealed record ListQuery(DocumentStatus? Status, DocumentPosition? After, int Limit)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public static bool TryParse(
        string? status, string? limit, string? cursor,
        [NotNullWhen(true)] out ListQuery? query, [NotNullWhen(false)] out ApiProblem? refusal)
    {
        query = null;
        DocumentStatus? wanted = null;
        if (status is not null)
        {
            if (!DocumentStatusNames.TryParse(status, out var known))
                return Refuse($"status is '{status}'; it must be one of: {string.Join(", ", DocumentStatusNames.All)}.", out refusal);
            wanted = known;
        }

        DocumentPosition? after = null;
        if (cursor is not null && (after = ListCursor.Read(cursor)) is null)
            return Refuse("cursor is not one that this service gave out; use nextCursor of the list before.", out refusal);
        if (QueryNumber.TryParse("limit", limit, 1, MaxLimit, DefaultLimit, out var size, out refusal))
            query = new ListQuery(wanted, after, size);
        return query is not null;
    }

    private static bool Refuse(string detail, out ApiProblem refusal)
    {
        refusal = ApiProblems.InvalidParameter(detail);
        return false;
    }
}
