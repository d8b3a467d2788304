namespace Spade.Documents.Pages;

/// <summary>The statements that run once per page or stream a document, apart from the model. All of them find their rows by the
/// primary keys <c>documents_pkey (id)</c>, <c>pages_pkey (document_id, number)</c> and
/// <c>document_chunks_pkey (document_id, number)</c>.</summary>
internal static class PageSql
{
    /// <summary>$1 document, $2 pages to recognise.</summary>
    internal const string Start =
        """
        UPDATE documents
        SET status = 'running', pages_total = $2, started_at = coalesce(started_at, now())
        WHERE id = $1 AND status IN ('queued', 'running')
        """;

    /// <summary>$1 document, $2 page.</summary>
    internal const string Begin =
        """
        INSERT INTO pages AS page (document_id, number, begun, begun_at)
        VALUES ($1, $2, 1, now())
        ON CONFLICT (document_id, number) DO UPDATE SET begun = page.begun + 1, begun_at = now()
        RETURNING begun
        """;

    /// <summary>$1 document, $2 page, $3 text, $4 confidence. A page that is finished already stays as it is and is not counted again.</summary>
    internal const string Finish =
        """
        WITH finished AS (
            INSERT INTO pages AS page (document_id, number, text, confidence, begun, begun_at, finished_at)
            VALUES ($1, $2, $3, $4, 1, now(), now())
            ON CONFLICT (document_id, number) DO UPDATE
            SET text = excluded.text, confidence = excluded.confidence, finished_at = now()
            WHERE page.finished_at IS NULL
            RETURNING number)
        UPDATE documents SET pages_done = pages_done + 1
        FROM finished
        WHERE id = $1
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

    /// <summary>$1 job, $2 error type, $3 error message. As <see cref="Fail"/>, found through <c>documents_status_newest</c>: few documents
    /// have not ended.</summary>
    internal const string FailByJob =
        """
        UPDATE documents SET status = 'failed', completed_at = now(), error_type = $2, error_message = $3
        WHERE job_id = $1 AND status IN ('queued', 'running')
        RETURNING id
        """;

    /// <summary>$1 document.</summary>
    internal const string Source = "SELECT content_type, size, language, pages, dpi FROM documents WHERE id = $1";

    /// <summary>$1 document.</summary>
    internal const string Chunks = "SELECT data FROM document_chunks WHERE document_id = $1 ORDER BY number";

    /// <summary>$1 document.</summary>
    internal const string FinishedPages =
        "SELECT number FROM pages WHERE document_id = $1 AND finished_at IS NOT NULL ORDER BY number";

    /// <summary>$1 document, $2 page numbers.</summary>
    internal const string Texts =
        """
        SELECT text FROM pages
        WHERE document_id = $1 AND number = ANY($2) AND finished_at IS NOT NULL
        ORDER BY number
        """;
}
