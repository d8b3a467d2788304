using System.Runtime.CompilerServices;
using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Pages;

/// <summary>Reads something of many pages, a few pages at a time.</summary>
/// <remarks>No connection is held between two batches: a client with a slow network costs the memory of one batch, but no
/// connection.</remarks>
internal static class PageBatches
{
    /// <summary>Pages per batch. A dense page has about 10 KB of text and as much layout, so a batch has about 200 KB.</summary>
    private const int BatchPages = 20;

    /// <summary>Reads the pages in order.</summary>
    /// <param name="database">Where the pages are.</param>
    /// <param name="sql">Takes the document and page numbers, returns one row per page.</param>
    /// <param name="documentId">The document.</param>
    /// <param name="pages">The pages, in any order.</param>
    /// <param name="read">Takes what is wanted from a row.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidOperationException">A page is missing: the document was removed or started again meanwhile.</exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        NpgsqlDataSource database, string sql, string documentId, IReadOnlyList<int> pages, Func<NpgsqlDataReader, T> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var batch in pages.Order().Chunk(BatchPages))
        {
            var found = new List<T>(batch.Length);
            await using (var command = database.CreateCommand(sql).WithText(documentId).With(batch))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                    found.Add(read(reader));
            }

            if (found.Count != batch.Length)
                throw new InvalidOperationException($"Document {documentId} was removed or started again while it was read.");
            foreach (var page in found)
                yield return page;
        }
    }
}
