using System.Buffers;
using Npgsql;
using NpgsqlTypes;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Outputs;

/// <summary>Stores searchable PDFs on behalf of their document's job.</summary>
public static class PdfPieces
{
    /// <summary>Most bytes that were added in one row: one is in memory at a time.</summary>
    public const int MaxAddedBytes = 1024 * 1024;

    /// <summary>Longest time for the whole copy: a rewritten file is as large as the upload.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Stores a PDF in place of the one that an earlier run may have stored. Joins the caller's fenced transaction and may be
    /// repeated.</summary>
    public static async Task WriteAsync(
        NpgsqlTransaction transaction, string documentId, PdfAssembly pdf, CancellationToken cancellationToken)
    {
        await using (var remove = transaction.Command(PdfPieceSql.Remove).WithText(documentId))
            await remove.ExecuteNonQueryAsync(cancellationToken);

        await using var added = File.OpenRead(pdf.AddedPath);
        var buffer = ArrayPool<byte>.Shared.Rent(MaxAddedBytes);
        try
        {
            await using var import = await transaction.Connection!.BeginBinaryImportAsync(PdfPieceSql.Copy, cancellationToken);
            import.Timeout = Limit;
            var row = new Row(import, documentId);
            foreach (var part in pdf.Parts)
            {
                if (part.SourceOffset is { } offset)
                    await row.WriteAsync(part.Length, offset, default, cancellationToken);
                else
                    await CopyAsync(added, part.Length, buffer, row, cancellationToken);
            }

            await import.CompleteAsync(cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task CopyAsync(Stream added, long length, byte[] buffer, Row row, CancellationToken cancellationToken)
    {
        for (var left = length; left > 0;)
        {
            var bytes = buffer.AsMemory(0, (int)Math.Min(left, MaxAddedBytes));
            await added.ReadExactlyAsync(bytes, cancellationToken);
            await row.WriteAsync(bytes.Length, null, bytes, cancellationToken);
            left -= bytes.Length;
        }
    }

    private sealed class Row(NpgsqlBinaryImporter import, string documentId)
    {
        private int _number;
        private long _start;

        public async Task WriteAsync(long length, long? sourceOffset, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
        {
            await import.StartRowAsync(cancellationToken);
            await import.WriteAsync(documentId, NpgsqlDbType.Text, cancellationToken);
            await import.WriteAsync(_number++, NpgsqlDbType.Integer, cancellationToken);
            await import.WriteAsync(_start, NpgsqlDbType.Bigint, cancellationToken);
            await import.WriteAsync(length, NpgsqlDbType.Bigint, cancellationToken);
            if (sourceOffset is { } offset)
            {
                await import.WriteAsync(offset, NpgsqlDbType.Bigint, cancellationToken);
                await import.WriteNullAsync(cancellationToken);
            }
            else
            {
                await import.WriteNullAsync(cancellationToken);
                await import.WriteAsync(data, NpgsqlDbType.Bytea, cancellationToken);
            }

            _start += length;
        }
    }
}
