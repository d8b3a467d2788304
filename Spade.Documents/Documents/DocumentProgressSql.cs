namespace Spade.Documents.Documents;

/// <summary>The statements by which a job changes its document's status. Except for <see cref="FailByJob"/> they find their row by
/// <c>documents_pkey (id)</c>.</summary>
internal static class DocumentProgressSql
{
    /// <summary>$1 document, $2 pages to recognise.</summary>
    internal const string Start =
        """
        UPDATE documents
        SET status = 'running', pages_total = $2, started_at = coalesce(started_at, now())
        WHERE id = $1 AND status IN ('queued', 'running')
        """;

    /// <summary>$1 document.</summary>
    internal const string Complete =
        """
        UPDATE documents SET status = 'completed', completed_at = now()
        WHERE id = $1 AND status = 'running'
        """;

    /// <summary>$1 document, $2 error type, $3 error message.</summary>
    internal const string Fail =
        """
        UPDATE documents SET status = 'failed', completed_at = now(), error_type = $2, error_message = $3
        WHERE id = $1 AND status IN ('queued', 'running')
        """;

    /// <summary>$1 job, $2 error type, $3 error message. Like <see cref="Fail"/>; finds its row through
    /// <c>documents_status_newest</c>, because few documents are unfinished.</summary>
    internal const string FailByJob =
        """
        UPDATE documents SET status = 'failed', completed_at = now(), error_type = $2, error_message = $3
        WHERE job_id = $1 AND status IN ('queued', 'running')
        RETURNING id
        """;
}
