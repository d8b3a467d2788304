using System.Buffers;
using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using Spade.Documents.Pages;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Content;

/// <summary>Reads stored documents back in chunks, so that memory stays bounded whatever their size.</summary>
public sealed class DocumentContent(NpgsqlDataSource database)
{
    /// <summary>Bytes that a download reads at a time. What a slow client costs in memory; a file of 100 MB takes 800 statements, each well
    /// under a millisecond.</summary>
    internal const int PartBytes = 128 * 1024;

    /// <summary>Finds a document; null when it does not exist, or no longer exists.</summary>
    public async Task<DocumentSource?> FindAsync(string documentId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ContentSql.Source).WithText(documentId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var pages = await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetString(3);
        return new DocumentSource(
            documentId, reader.GetString(0), reader.GetInt64(1), reader.GetString(2), pages, reader.GetInt32(4),
            TextSourceNames.FromWord(reader.GetString(5)));
    }

    /// <summary>Copies the uploaded bytes; copies none when the document does not exist, or no longer exists.</summary>
    public async Task CopyToAsync(string documentId, Stream destination, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ContentSql.Chunks).WithText(documentId);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            await using var chunk = await reader.GetStreamAsync(0, cancellationToken);
            await chunk.CopyToAsync(destination, cancellationToken);
        }
    }

    /// <summary>Reads a range of the uploaded bytes, piece by piece. No connection is held between two pieces, and each is valid until the
    /// next is asked for.</summary>
    /// <param name="documentId">The document.</param>
    /// <param name="offset">First byte, from 0.</param>
    /// <param name="length">Bytes; the range must lie within the file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidOperationException">Bytes are missing: the document was removed while it was read.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        string documentId, long offset, long length, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One for all pieces: arrays of this size are large objects, and large garbage is collected late.
        var buffer = ArrayPool<byte>.Shared.Rent(PartBytes);
        try
        {
            for (var end = offset + length; offset < end;)
            {
                var start = (int)(offset % DocumentChunk.MaxBytes);
                var part = buffer.AsMemory(0, (int)Math.Min(end - offset, Math.Min(PartBytes, DocumentChunk.MaxBytes - start)));
                var count = await ReadPartAsync(documentId, (int)(offset / DocumentChunk.MaxBytes), start, part, cancellationToken);
                if (count != part.Length)
                    throw new InvalidOperationException($"Document {documentId} was removed while its file was read.");
                yield return part;
                offset += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<int> ReadPartAsync(
        string documentId, int chunk, int start, Memory<byte> part, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ContentSql.ChunkPart)
            .WithText(documentId).With(chunk).With(start + 1).With(part.Length);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? await reader.CopyToAsync(part, cancellationToken) : 0;
    }
}
