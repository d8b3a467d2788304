using System.Buffers;
using Npgsql;
using NpgsqlTypes;

namespace Spade.Documents.Content;

/// <summary>Writes the rest of an upload's bytes as rows of <c>document_chunks</c>, one chunk in memory at a time.</summary>
internal static class ChunkCopy
{
    /// <param name="connection">A connection in a transaction.</param>
    /// <param name="documentId">The document that the chunks belong to.</param>
    /// <param name="content">Positioned where chunk <paramref name="first"/> begins.</param>
    /// <param name="first">Number of the first chunk to write.</param>
    /// <param name="limit">Longest time for the whole copy.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    internal static async Task WriteAsync(
        NpgsqlConnection connection, string documentId, Stream content, int first, TimeSpan limit, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(DocumentChunk.MaxBytes);
        try
        {
            await using var import = await connection.BeginBinaryImportAsync(ContentSql.CopyChunks, cancellationToken);
            import.Timeout = limit;
            for (var number = first; ; number++)
            {
                var length = await content.ReadAtLeastAsync(
                    buffer.AsMemory(0, DocumentChunk.MaxBytes), DocumentChunk.MaxBytes, throwOnEndOfStream: false, cancellationToken);
                if (length == 0)
                    break;
                await import.StartRowAsync(cancellationToken);
                await import.WriteAsync(documentId, NpgsqlDbType.Text, cancellationToken);
                await import.WriteAsync(number, NpgsqlDbType.Integer, cancellationToken);
                await import.WriteAsync(buffer.AsMemory(0, length), NpgsqlDbType.Bytea, cancellationToken);
            }

            await import.CompleteAsync(cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
