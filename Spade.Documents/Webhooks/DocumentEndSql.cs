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

    /// <summary>$1 limit. Documents whose job failed, and could not record that. It reads every unfinished document, by
    /// <c>documents_status_newest</c>. One that is started again meanwhile has another job, and stays.</summary>
    internal const string FailLeftBehind =
        $"""
        WITH left_behind AS (
            SELECT document.id AS document_id, job.error_type AS type, coalesce(job.error_message, '') AS message
            FROM documents AS document JOIN jobs AS job ON job.id = document.job_id
            WHERE document.status IN ('queued', 'running') AND job.state = 'failed'
            LIMIT $1
            FOR UPDATE OF document SKIP LOCKED
        ), document AS (
            UPDATE documents
            SET status = 'failed', completed_at = now(), error_type = type, error_message = message, last_event = last_event + 1
            FROM left_behind
            WHERE id = document_id
            RETURNING {EventSql.Changed}
        )
        {EventSql.AddStatus}
        """;
}
