namespace Spade.Documents.Pages;

/// <summary>The statements that run once per page or read pages. They find their rows by <c>documents_pkey (id)</c>,
/// <c>pages_pkey (document_id, number)</c>, <c>tenants_pkey (name)</c> and <c>tenant_usage_pkey (tenant, day)</c>.</summary>
internal static class PageSql
{
    /// <summary>Counts the page for its tenant's quota. Without a quota nothing is counted: the tenant's pages would wait for each other's
    /// commits on the row of its use.</summary>
    private const string CountPage =
        """
        INSERT INTO tenant_usage AS usage (tenant, day, pages)
        SELECT tenant, (now() AT TIME ZONE 'UTC')::date, 1 FROM document
        WHERE coalesce((SELECT pages_per_day FROM tenants WHERE tenants.name = document.tenant), $3) > 0
        ON CONFLICT (tenant, day) DO UPDATE SET pages = usage.pages + 1
        """;

    /// <summary>$1 document, $2 page.</summary>
    internal const string Begin =
        """
        INSERT INTO pages AS page (document_id, number, begun, begun_at)
        VALUES ($1, $2, 1, now())
        ON CONFLICT (document_id, number) DO UPDATE SET begun = page.begun + 1, begun_at = now()
        RETURNING begun
        """;

    /// <summary>$1 document, $2 page, $3 pages per day of a tenant for which nothing is set, $4 text, $5 confidence, $6 layout, $7 media
    /// type and $8 bytes of the preview. A page that has ended already stays as it is and is not counted again. The event's id is counted
    /// under the lock of the document's row, so ids become visible in order.</summary>
    internal const string Finish =
        $"""
        WITH finished AS (
            INSERT INTO pages AS page (document_id, number, text, confidence, layout, begun, begun_at, finished_at)
            VALUES ($1, $2, $4, $5, $6, 1, now(), now())
            ON CONFLICT (document_id, number) DO UPDATE
            SET text = excluded.text, confidence = excluded.confidence, layout = excluded.layout, finished_at = now()
            WHERE page.finished_at IS NULL
            RETURNING number
        ), preview AS (
            INSERT INTO page_previews (document_id, number, content_type, data)
            SELECT $1, number, $7, $8 FROM finished
        ), document AS (
            UPDATE documents SET pages_done = pages_done + 1, last_event = last_event + 1
            FROM finished
            WHERE id = $1
            RETURNING last_event, pages_done, pages_failed, pages_total, tenant
        ), used AS (
            {CountPage}
        )
        INSERT INTO document_events (document_id, id, kind, data)
        SELECT $1, last_event, 'page', jsonb_build_object(
            'page', $2::integer, 'status', 'done', 'confidence', $5::double precision,
            'pagesDone', pages_done, 'pagesFailed', pages_failed, 'pagesTotal', pages_total)
        FROM document
        """;

    /// <summary>$1 document, $2 page, $3 pages per day of a tenant for which nothing is set, $4 error type, $5 error message. Like
    /// <see cref="Finish"/>, for a page that cannot be read.</summary>
    internal const string Fail =
        $"""
        WITH failed AS (
            INSERT INTO pages AS page (document_id, number, error_type, error_message, begun, begun_at, finished_at)
            VALUES ($1, $2, $4, $5, 1, now(), now())
            ON CONFLICT (document_id, number) DO UPDATE
            SET error_type = excluded.error_type, error_message = excluded.error_message, finished_at = now()
            WHERE page.finished_at IS NULL
            RETURNING number
        ), document AS (
            UPDATE documents SET pages_done = pages_done + 1, pages_failed = pages_failed + 1, last_event = last_event + 1
            FROM failed
            WHERE id = $1
            RETURNING last_event, pages_done, pages_failed, pages_total, tenant
        ), used AS (
            {CountPage}
        )
        INSERT INTO document_events (document_id, id, kind, data)
        SELECT $1, last_event, 'page', jsonb_build_object(
            'page', $2::integer, 'status', 'failed', 'error', jsonb_build_object('type', $4::text, 'message', $5::text),
            'pagesDone', pages_done, 'pagesFailed', pages_failed, 'pagesTotal', pages_total)
        FROM document
        """;

    /// <summary>$1 document.</summary>
    internal const string FinishedPages =
        """
        SELECT number, error_type, error_message, layout IS NOT NULL FROM pages
        WHERE document_id = $1 AND finished_at IS NOT NULL
        ORDER BY number
        """;

    /// <summary>$1 document, $2 page.</summary>
    internal const string EndedPage =
        """
        SELECT layout, confidence, error_type, error_message, finished_at FROM pages
        WHERE document_id = $1 AND number = $2 AND finished_at IS NOT NULL
        """;

    /// <summary>$1 document, $2 page.</summary>
    internal const string Preview =
        """
        SELECT page.finished_at, page.error_type, preview.content_type, preview.data
        FROM pages AS page
        LEFT JOIN page_previews AS preview ON preview.document_id = page.document_id AND preview.number = page.number
        WHERE page.document_id = $1 AND page.number = $2 AND page.finished_at IS NOT NULL
        """;

    /// <summary>$1 document, $2 page numbers. A page that could not be read has no text.</summary>
    internal const string Texts =
        """
        SELECT coalesce(text, '') FROM pages
        WHERE document_id = $1 AND number = ANY($2) AND finished_at IS NOT NULL
        ORDER BY number
        """;

    /// <summary>$1 document, $2 page numbers.</summary>
    internal const string Layouts =
        """
        SELECT layout FROM pages
        WHERE document_id = $1 AND number = ANY($2) AND finished_at IS NOT NULL
        ORDER BY number
        """;
}
