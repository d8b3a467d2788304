using System.Runtime.CompilerServices;
using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Pages;

/// <summary>Reads recognised text a few pages at a time.</summary>
/// <remarks>No connection is held between two batches: a client with a slow network costs the memory of one batch, but no
/// connection.</remarks>
public sealed class DocumentText(NpgsqlDataSource database)
{
    /// <summary>Pages per batch. A dense page has about 10 KB of text, so a batch has about 200 KB.</summary>
    private const int BatchPages = 20;

    /// <summary>The texts of these pages, in order; that of a page that could not be read is empty.</summary>
    /// <exception cref="InvalidOperationException">A page is missing: the document was removed while it was read.</exception>
    public async IAsyncEnumerable<string> ReadAsync(
        string documentId, IReadOnlyList<int> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var batch in pages.Order().Chunk(BatchPages))
        {
            var texts = await ReadBatchAsync(documentId, batch, cancellationToken);
            if (texts.Count != batch.Length)
                throw new InvalidOperationException($"Document {documentId} was removed while its text was read.");
            foreach (var text in texts)
                yield return text;
        }
    }

    private async Task<List<string>> ReadBatchAsync(string documentId, int[] pages, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PageSql.Texts).WithText(documentId).With(pages);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var texts = new List<string>(pages.Length);
        while (await reader.ReadAsync(cancellationToken))
            texts.Add(reader.GetString(0));
        return texts;
    }
}
