using System.Buffers;
using Npgsql;
using NpgsqlTypes;
using Spade.Jobs;

namespace Spade.Documents;

/// <summary>Stores uploads that are new, with their jobs. The way that every upload takes, hence past the model: four round trips, and one
/// more for the bytes behind the first chunk.</summary>
public sealed class NewDocumentStore(NpgsqlDataSource database, JobClient jobs)
{
    /// <summary>How long one statement of an upload may take. Longer than others: an identical upload that is being stored by another
    /// request is waited for, and the disk may be slow to take 100 MB.</summary>
    private static readonly TimeSpan StatementLimit = TimeSpan.FromSeconds(20);

    private const string Exists = "SELECT FROM documents WHERE id = $1";

    /// <summary>$1 id, $2 file name, $3 content type, $4 size, $5 SHA-256, $6 language, $7 pages, $8 dpi, $9 job, $10 first chunk. No row
    /// when the document is there.</summary>
    private const string Insert =
        """
        WITH document AS (
            INSERT INTO documents (id, file_name, content_type, size, sha256, language, pages, dpi, job_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (id) DO NOTHING
            RETURNING id, created_at
        ), chunk AS (
            INSERT INTO document_chunks (document_id, number, data) SELECT id, 0, $10 FROM document
        )
        SELECT created_at FROM document
        """;

    /// <summary>Stores the document, its bytes and its job, all or nothing.</summary>
    /// <returns>The new document, or null when there is one with this id. An identical upload that is being stored is waited for.</returns>
    internal async Task<DocumentView?> TryInsertAsync(string id, NewDocument upload, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // The usual answer for a repeated upload, and proof of a living database before a statement gets more time.
        if (await ExistsAsync(connection, id, cancellationToken))
            return null;

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var job = await jobs.EnqueueAsync(RecognizeDocument.Queue, new RecognizeDocument(id), options: null, transaction, cancellationToken);
        if (await InsertAsync(connection, id, upload, job, cancellationToken) is not { } createdAt)
            return null;
        if (upload.Size > DocumentChunk.MaxBytes)
            await ChunkCopy.WriteAsync(connection, id, upload.Content, first: 1, StatementLimit, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return View(id, upload, createdAt);
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Exists, connection) { Parameters = { Text(id) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken);
    }

    /// <summary>Writes the row and the first chunk, and leaves the content where the second begins.</summary>
    private static async Task<DateTime?> InsertAsync(
        NpgsqlConnection connection, string id, NewDocument upload, Guid? job, CancellationToken cancellationToken)
    {
        var length = (int)Math.Min(upload.Size, DocumentChunk.MaxBytes);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            upload.Content.Position = 0;
            await upload.Content.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken);
            await using var command = new NpgsqlCommand(Insert, connection)
            {
                CommandTimeout = (int)StatementLimit.TotalSeconds,
                Parameters =
                {
                    Text(id), Text(upload.FileName), Text(upload.ContentType), new() { Value = upload.Size }, Text(upload.Sha256),
                    Text(upload.Options.Language), Text(upload.Options.Pages), new() { Value = upload.Options.Dpi },
                    new() { Value = job!.Value }, new() { Value = buffer.AsMemory(0, length), NpgsqlDbType = NpgsqlDbType.Bytea },
                },
            };
            return (DateTime?)await command.ExecuteScalarAsync(cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static DocumentView View(string id, NewDocument upload, DateTime createdAt) => new()
    {
        Id = id,
        FileName = upload.FileName,
        ContentType = upload.ContentType,
        Size = upload.Size,
        Sha256 = upload.Sha256,
        Language = upload.Options.Language,
        Status = DocumentStatus.Queued,
        PagesDone = 0,
        Attempt = 0,
        Interruptions = 0,
        CreatedAt = createdAt,
    };

    private static NpgsqlParameter Text(string? value) => new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
