using System.Runtime.CompilerServices;
using Npgsql;
using Spade.Documents.Content;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Outputs;

/// <summary>Reads stored searchable PDFs, a range at a time.</summary>
/// <remarks>No connection is held between two windows: a client with a slow network costs the memory of one window, but no
/// connection.</remarks>
public sealed class SearchablePdfs(NpgsqlDataSource database)
{
    /// <summary>Bytes that are read at once.</summary>
    private const int WindowBytes = 1024 * 1024;

    /// <summary>The PDF's length in bytes; null when the document has none.</summary>
    public async Task<long?> LengthAsync(string documentId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PdfPieceSql.Length).WithText(documentId);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Reads these bytes, in order.</summary>
    /// <param name="documentId">The document.</param>
    /// <param name="completedAt">When the document completed that was found: a document that is started again gets another PDF.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="length">How many bytes; the range must lie in the PDF.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidOperationException">Bytes are missing: the document was removed or started again
    /// meanwhile.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        string documentId, DateTimeOffset? completedAt, long offset, long length,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var (from, end) = (offset, offset + length); from < end;)
        {
            var to = Math.Min(end, from + WindowBytes);
            var slices = await ReadWindowAsync(documentId, completedAt, from, to, cancellationToken);
            if (slices.Sum(slice => (long)slice.Length) != to - from)
                throw new InvalidOperationException($"Document {documentId} was removed or started again while its PDF was read.");
            foreach (var slice in slices)
                yield return slice;
            from = to;
        }
    }

    private async Task<List<byte[]>> ReadWindowAsync(
        string documentId, DateTimeOffset? completedAt, long from, long to, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PdfPieceSql.Window)
            .WithText(documentId).With(from).With(to).With((long)DocumentChunk.MaxBytes).With(completedAt);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var slices = new List<byte[]>();
        while (await reader.ReadAsync(cancellationToken))
            slices.Add(await reader.IsDBNullAsync(0, cancellationToken) ? [] : reader.GetFieldValue<byte[]>(0));
        return slices;
    }
}
