using Spade.Documents.Events;

namespace Spade.Documents.Webhooks;

/// <summary>The parts of a statement that ends a document. It tells at once who is to receive the event, so that documents without a
/// receiver cost no round trip.</summary>
internal static class DocumentEndSql
{
    /// <summary>The columns that <see cref="AddStatus"/> needs.</summary>
    internal const string Changed = $"{EventSql.Changed}, tenant, callback, file_name, created_at, completed_at";

    /// <summary>As <see cref="EventSql.AddStatus"/>, after a CTE <c>document</c> that returns <see cref="Changed"/>; also returns what
    /// <see cref="DocumentEnd.ReadAsync"/> reads.</summary>
    internal const string AddStatus =
        $"""
        , event AS (
        {EventSql.AddStatus})
        SELECT document.id, document.tenant, status, file_name, pages_done, pages_failed, pages_total, error_type, error_message,
               document.created_at, completed_at, callback, webhook_url
        FROM document LEFT JOIN tenants ON tenants.name = document.tenant
        """;
}
