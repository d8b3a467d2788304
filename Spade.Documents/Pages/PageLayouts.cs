using System.Runtime.CompilerServices;
using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Pages;

/// <summary>Reads the layouts of recognised pages, a few at a time. No connection is held between two batches.</summary>
public sealed class PageLayouts(NpgsqlDataSource database)
{
    /// <summary>Pages per batch. The layout of a dense page takes about 100 KB in memory.</summary>
    private const int BatchPages = 20;

    /// <summary>The layouts of all pages that have a text, in the order of the pages. Pages that could not be read are left out.</summary>
    /// <returns>The page's number, and its layout; null for a page that was recognised by a version without layouts.</returns>
    public async IAsyncEnumerable<(int Page, PageLayout? Layout)> ReadAllAsync(
        string documentId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var last = 0; ;)
        {
            var batch = await ReadBatchAsync(documentId, last, cancellationToken);
            foreach (var (page, layout) in batch)
                yield return (page, layout is null ? null : PageLayoutFormat.Read(layout));
            if (batch.Count < BatchPages)
                yield break;
            last = batch[^1].Page;
        }
    }

    private async Task<List<(int Page, byte[]? Layout)>> ReadBatchAsync(string documentId, int after, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PageSql.AllLayouts).WithText(documentId).With(after).With(BatchPages);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var batch = new List<(int, byte[]?)>(BatchPages);
        while (await reader.ReadAsync(cancellationToken))
        {
            var layout = await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetFieldValue<byte[]>(1);
            batch.Add((reader.GetInt32(0), layout));
        }

        return batch;
    }
}
