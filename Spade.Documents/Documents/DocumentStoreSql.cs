using Spade.Documents.Events;
using Spade.Documents.Webhooks;

namespace Spade.Documents.Documents;

/// <summary>The statements by which a request changes a document's status. Each adds the event of the new status. They find their rows by
/// <c>documents_pkey (id)</c>, <c>jobs_pkey (id)</c> and <c>pages_pkey (document_id, number)</c>.</summary>
internal static class DocumentStoreSql
{
    /// <summary>$1 document. Comes before <see cref="StartAgain"/> and before a removal, as a statement of its own: a statement that waits
    /// for the row does not see the job that another one has added meanwhile.</summary>
    internal const string Hold = "SELECT FROM documents WHERE id = $1 FOR UPDATE";

    /// <summary>$1 document, $2 true to start it also if it completed with pages that could not be read, $3 its new callback, or null to
    /// keep the one it has. Queues it again if it failed, was cancelled or was left behind. It keeps the pages that were read. What else is
    /// known of pages is forgotten, so that they are tried as often as those of a new document.</summary>
    internal const string StartAgain =
        $"""
        WITH ended AS (
            SELECT id AS document_id FROM documents
            WHERE id = $1 AND (status IN ('failed', 'cancelled') OR ($2 AND status = 'completed' AND pages_failed > 0)
                OR (status IN ('queued', 'running') AND job_id IS NOT NULL AND NOT EXISTS (
                    SELECT FROM jobs WHERE jobs.id = documents.job_id AND jobs.state IN ('created', 'retry', 'active'))))
        ), unread AS (
            DELETE FROM pages USING ended WHERE pages.document_id = ended.document_id AND pages.text IS NULL
        ), pdf AS (
            DELETE FROM pdf_pieces USING ended WHERE pdf_pieces.document_id = ended.document_id
        ), document AS (
            UPDATE documents
            SET status = 'queued', pages_done = pages_done - pages_failed, pages_failed = 0, error_type = NULL, error_message = NULL,
                started_at = NULL, completed_at = NULL, last_event = last_event + 1, callback = coalesce($3, callback)
            FROM ended
            WHERE id = document_id
            RETURNING {EventSql.Changed}
        )
        {EventSql.AddStatus}
        """;

    /// <summary>$1 document, $2 its job. Changes no row when the job ended first, because the document ended with it.</summary>
    internal const string Cancel =
        $"""
        WITH document AS (
            UPDATE documents SET status = 'cancelled', completed_at = now(), last_event = last_event + 1
            WHERE id = $1 AND job_id IS NOT DISTINCT FROM $2 AND status IN ('queued', 'running')
            RETURNING {DocumentEndSql.Changed}
        ){DocumentEndSql.AddStatus}
        """;

    /// <summary>$1 document, $2 its new job.</summary>
    internal const string SetJob = "UPDATE documents SET job_id = $2 WHERE id = $1";
}
