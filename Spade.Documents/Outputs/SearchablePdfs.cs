using System.Buffers;
using System.Data;
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
    /// <summary>The PDF's length in bytes; null when the document has none.</summary>
    public async Task<long?> LengthAsync(string documentId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PdfPieceSql.Length).WithText(documentId);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Reads these bytes, in order. Each piece is valid until the next is asked for.</summary>
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
        var buffer = ArrayPool<byte>.Shared.Rent(DocumentContent.PartBytes);
        try
        {
            for (var end = offset + length; offset < end;)
            {
                var window = buffer.AsMemory(0, (int)Math.Min(end - offset, DocumentContent.PartBytes));
                if (await ReadWindowAsync(documentId, completedAt, offset, window, cancellationToken) != window.Length)
                    throw new InvalidOperationException($"Document {documentId} was removed or started again while its PDF was read.");
                yield return window;
                offset += window.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<int> ReadWindowAsync(
        string documentId, DateTimeOffset? completedAt, long from, Memory<byte> window, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(PdfPieceSql.Window)
            .WithText(documentId).With(from).With(from + window.Length).With((long)DocumentChunk.MaxBytes).With(completedAt);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        var filled = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!await reader.IsDBNullAsync(0, cancellationToken))
                filled += await reader.CopyToAsync(window[filled..], cancellationToken);
        }

        return filled;
    }
}
