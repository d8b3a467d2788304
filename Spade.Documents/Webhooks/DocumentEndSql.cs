using Spade.Documents.Events;

namespace Spade.Documents.Webhooks;

/// <summary>The parts of a statement that ends a document. It tells at once whether there is a receiver of the event, so that documents
/// without one cost no round trip.</summary>
internal static class DocumentEndSql
{
    /// <summary>The columns that <see cref="AddStatus"/> needs.</summary>
    internal const string Changed = $"{EventSql.Changed}, tenant, callback";

    /// <summary>As <see cref="EventSql.AddStatus"/>, after a CTE <c>document</c> that returns <see cref="Changed"/>; also returns the
    /// document's id and whether its event has a receiver.</summary>
    internal const string AddStatus =
        $"""
        , event AS (
        {EventSql.AddStatus})
        SELECT document.id, callback IS NOT NULL OR webhook_url IS NOT NULL
        FROM document LEFT JOIN tenants ON tenants.name = document.tenant
        """;
}
