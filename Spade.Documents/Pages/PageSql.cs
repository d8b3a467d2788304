namespace Spade.Documents.Pages;

/// <summary>The statements that run once per page or read pages. They find their rows by <c>documents_pkey (id)</c> and
/// <c>pages_pkey (document_id, number)</c>.</summary>
internal static class PageSql
{
    /// <summary>$1 document, $2 page.</summary>
    internal const string Begin =
        """
        INSERT INTO pages AS page (document_id, number, begun, begun_at)
        VALUES ($1, $2, 1, now())
        ON CONFLICT (document_id, number) DO UPDATE SET begun = page.begun + 1, begun_at = now()
        RETURNING begun
        """;

    /// <summary>$1 document, $2 page, $3 text, $4 confidence. A page that is finished already stays as it is and is not counted
    /// again.</summary>
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
