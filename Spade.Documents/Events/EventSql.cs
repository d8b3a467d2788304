namespace Spade.Documents.Events;

/// <summary>The statements about events. They find their rows by <c>document_events_pkey (document_id, id)</c>. The events of pages are
/// added by the statements that store pages.</summary>
internal static class EventSql
{
    /// <summary>The columns that <see cref="AddStatus"/> needs.</summary>
    internal const string Changed = "id, status, pages_done, pages_failed, pages_total, error_type, error_message, last_event";

    /// <summary>Adds the event of a new status, as the last part of a statement whose CTE <c>document</c> sets the status and
    /// <c>last_event = last_event + 1</c> and returns <see cref="Changed"/>: the id is counted under the lock of the document's row, so ids
    /// become visible in order.</summary>
    internal const string AddStatus =
        """
        INSERT INTO document_events (document_id, id, kind, data)
        SELECT id, last_event, 'status',
               jsonb_build_object('status', status, 'pagesDone', pages_done, 'pagesFailed', pages_failed, 'pagesTotal', pages_total)
               || CASE WHEN error_type IS NULL THEN '{}'
                  ELSE jsonb_build_object('error', jsonb_build_object('type', error_type, 'message', error_message)) END
        FROM document
        """;

    /// <summary>$1 document, $2 id of the last event read, $3 limit.</summary>
    internal const string After =
        "SELECT id, kind, data::text FROM document_events WHERE document_id = $1 AND id > $2 ORDER BY id LIMIT $3";

    /// <summary>$1 document. The status that its latest event tells; null when that is the event of a page.</summary>
    internal const string LastStatus =
        """
        SELECT CASE kind WHEN 'status' THEN data->>'status' END FROM document_events
        WHERE document_id = $1
        ORDER BY id DESC
        LIMIT 1
        """;
}
