using System.Buffers;
using Npgsql;
using NpgsqlTypes;

namespace Spade.Documents;

/// <summary>Writes an upload's bytes as rows of <c>document_chunks</c>, one chunk in memory at a time.</summary>
internal static class ChunkCopy
{
    private const string Copy = "COPY document_chunks (document_id, number, data) FROM STDIN (FORMAT binary)";

    internal static async Task WriteAsync(
        NpgsqlTransaction transaction, string documentId, Stream content, TimeSpan limit, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(DocumentChunk.MaxBytes);
        try
        {
            await using var import = await transaction.Connection!.BeginBinaryImportAsync(Copy, cancellationToken);
            import.Timeout = limit;
            for (var number = 0; ; number++)
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
