using System.Diagnostics.CodeAnalysis;
using Spade.Api.Parameters;
using Spade.Api.Problems;
using Spade.Documents.Documents;
using Spade.Documents.Webhooks;

namespace Spade.Api.Webhooks;

/// <summary>The parameters of <c>GET /deliveries</c>.</summary>
internal sealed record DeliveryQuery(string? State, string? DocumentId, DeliveryPosition? After, int Limit)
{
    /// <summary>Deliveries that are listed when no number is given.</summary>
    public const int DefaultLimit = 50;

    /// <summary>Most deliveries that are listed at once.</summary>
    public const int MaxLimit = 200;

    public static bool TryParse(
        string? state, string? document, string? limit, string? cursor,
        [NotNullWhen(true)] out DeliveryQuery? query, [NotNullWhen(false)] out ApiProblem? problem)
    {
        query = null;
        if (state is not null && !DeliveryStates.All.Contains(state))
            return Reject($"state is '{state}'; it must be one of: {string.Join(", ", DeliveryStates.All)}.", out problem);
        if (document is not null && !ContentId.IsWellFormed(document))
            return Reject($"document is '{document}'; it must be a document's id, 64 hexadecimal digits.", out problem);
        DeliveryPosition? after = null;
        if (cursor is not null && (after = DeliveryCursor.Read(cursor)) is null)
            return Reject("cursor is not one that this service gave out; use nextCursor of the list before.", out problem);
        if (QueryNumber.TryParse("limit", limit, 1, MaxLimit, DefaultLimit, out var size, out problem))
            query = new DeliveryQuery(state, document, after, size);
        return query is not null;
    }

    private static bool Reject(string detail, out ApiProblem problem)
    {
        problem = ApiProblems.InvalidParameter(detail);
        return false;
    }
}
