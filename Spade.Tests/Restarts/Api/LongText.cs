using Spade.Tests.Services;

namespace Spade.Tests.Restarts.Api;

/// <summary>A text longer than all buffers between the API and a slow reader.</summary>
internal static class LongText
{
    private const int PageBytes = 100_000;

    /// <summary>Gives a document this many finished pages; returns the approximate number of bytes of its text.</summary>
    public static async Task<long> WriteAsync(SpadeSystem system, string id, int pages)
    {
        await system.ExecuteAsync(
            """
            INSERT INTO pages (document_id, number, text, begun, begun_at, finished_at)
            SELECT $1, number, repeat('x', $3) || ' page ' || number || ' ends here', 1, now(), now() FROM generate_series(1, $2) AS number
            """,
            id, pages, PageBytes);
        await system.ExecuteAsync("UPDATE documents SET pages_total = $2 + 1, pages_done = $2 WHERE id = $1", id, pages);
        return (long)pages * PageBytes;
    }
}
