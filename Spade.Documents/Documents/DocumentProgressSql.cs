using Spade.Documents.Events;
using Spade.Documents.Webhooks;

namespace Spade.Documents.Documents;

/// <summary>The statements by which a job changes its document's status. Each adds the event of the new status. Those that end
/// the document also tell who receives that event. Except for <see cref="FailByJob"/> they find their row by
/// <c>documents_pkey (id)</c>.</summary>
internal static class DocumentProgressSql
{
    /// <summary>$1 document, $2 pages to recognise. A document that runs already, because another worker began it, gets no event.</summary>
    internal const string Start =
        $"""
        WITH unfinished AS (
            SELECT id AS document_id, status AS was FROM documents WHERE id = $1 AND status IN ('queued', 'running') FOR UPDATE
        ), started AS (
            UPDATE documents
            SET status = 'running', pages_total = $2, started_at = coalesce(started_at, now()),
                last_event = last_event + CASE was WHEN 'running' THEN 0 ELSE 1 END
            FROM unfinished
            WHERE id = document_id
            RETURNING {EventSql.Changed}, was
        ), document AS (SELECT * FROM started WHERE was <> 'running')
        {EventSql.AddStatus}
        """;

    /// <summary>$1 document.</summary>
    internal const string Complete =
        $"""
        WITH document AS (
            UPDATE documents SET status = 'completed', completed_at = now(), last_event = last_event + 1
            WHERE id = $1 AND status = 'running'
            RETURNING {DocumentEndSql.Changed}
        ){DocumentEndSql.AddStatus}
        """;

    /// <summary>$1 document, $2 error type, $3 error message.</summary>
    internal const string Fail =
        $"""
        WITH document AS (
            UPDATE documents
            SET status = 'failed', completed_at = now(), error_type = $2, error_message = $3, last_event = last_event + 1
            WHERE id = $1 AND status IN ('queued', 'running')
            RETURNING {DocumentEndSql.Changed}
        ){DocumentEndSql.AddStatus}
        """;

    /// <summary>$1 job, $2 error type, $3 error message. Like <see cref="Fail"/>; finds its row through
    /// <c>documents_status_newest</c>, because few documents are unfinished.</summary>
    internal const string FailByJob =
        $"""
        WITH document AS (
            UPDATE documents
            SET status = 'failed', completed_at = now(), error_type = $2, error_message = $3, last_event = last_event + 1
            WHERE job_id = $1 AND status IN ('queued', 'running')
            RETURNING {DocumentEndSql.Changed}
        ){DocumentEndSql.AddStatus}
        """;
}
