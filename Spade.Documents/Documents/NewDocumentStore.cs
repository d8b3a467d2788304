using System.Buffers;
using Npgsql;
using Spade.Documents.Content;
using Spade.Documents.Pages;
using Spade.Documents.Tenants;
using Spade.Jobs.Client;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Documents;

/// <summary>Stores new uploads with their jobs.</summary>
/// <remarks>SQL instead of the model, because every upload takes this path: two round trips for an upload of one chunk; for a larger one,
/// a third to commit and those that carry its bytes. A tenant with quotas costs one more, and the commit.</remarks>
public sealed class NewDocumentStore(
    NpgsqlDataSource database, JobClient jobs, QueueSpace space, DocumentQuotas quotas, TenantScope scope)
{
    /// <summary>How long each statement of an upload may take, its commit included. Longer than other statements: it may wait for an
    /// identical upload of another request, the disk may need a while for 100 MB, and the outcome of an abandoned commit is
    /// unknown.</summary>
    private const int StepLimitSeconds = 20;

    private const string Exists = "SELECT FROM documents WHERE id = $1";

    /// <summary>$1 id, $2 file name, $3 content type, $4 size, $5 SHA-256, $6 language, $7 pages, $8 dpi, $9 job,
    /// $10 first chunk, $11 source of the text, $12 tenant, $13 uploaded by, $14 callback.</summary>
    private const string Insert =
        """
        WITH document AS (
            INSERT INTO documents (id, file_name, content_type, size, sha256, language, pages, dpi, job_id, text_source, tenant,
                uploaded_by, callback)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $11, $12, $13, $14)
            RETURNING id, created_at
        ), chunk AS (
            INSERT INTO document_chunks (document_id, number, data) SELECT id, 0, $10 FROM document
        )
        SELECT created_at FROM document
        """;

    /// <summary>Stores the document, its bytes and its job, all or nothing.</summary>
    /// <returns>The new document, or null when one with this id exists. Waits for an identical upload that is being stored.</returns>
    /// <exception cref="QueueFullException">No more documents of the tenant may wait.</exception>
    /// <exception cref="QuotaExceededException">The tenant's quotas have no room for it.</exception>
    internal async Task<DocumentView?> TryInsertAsync(string id, NewDocument upload, CancellationToken cancellationToken)
    {
        var isLimited = await quotas.FindAsync(scope.Tenant, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // A repeated upload usually ends here. It also shows that the database responds, before a statement is given a longer time.
        if (await ExistsAsync(connection, id, upload.Size, isLimited, cancellationToken))
            return null;
        using var place = space.Reserve(scope.Tenant);
        try
        {
            var createdAt = isLimited || upload.Size > DocumentChunk.MaxBytes
                ? await InsertInStepsAsync(connection, id, upload, isLimited, cancellationToken)
                : await InsertAsync(connection, null, id, upload, cancellationToken);
            place.Keep();
            return View(id, upload, createdAt);
        }
        catch (PostgresException exception) when (exception is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "documents" })
        {
            // An identical upload was stored at the same time. ON CONFLICT DO NOTHING would keep this one's job; the error rolls it back.
            return null;
        }
    }

    /// <summary>Counts the documents that wait when that is due, for a document that starts again without an upload.</summary>
    internal async Task CountWaitingAsync(CancellationToken cancellationToken)
    {
        if (!space.MustCount)
            return;
        var begun = space.BeginCount();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        AddCount(batch);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        space.EndCount(begun, await ReadCountAsync(reader, cancellationToken));
    }

    /// <summary>Also counts the documents that wait, when that is due, and looks at the tenant's quotas, in the same round trip.</summary>
    private async Task<bool> ExistsAsync(
        NpgsqlConnection connection, string id, long size, bool isLimited, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(Exists).WithText(id) } };
        var (mustCount, begun) = (space.MustCount, space.BeginCount());
        if (mustCount)
            AddCount(batch);
        if (isLimited)
            quotas.AddLook(batch);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var exists = await reader.ReadAsync(cancellationToken);
        if (mustCount)
        {
            await reader.NextResultAsync(cancellationToken);
            space.EndCount(begun, await ReadCountAsync(reader, cancellationToken));
        }

        if (isLimited && !exists)
        {
            await reader.NextResultAsync(cancellationToken);
            await quotas.CheckAsync(reader, size, cancellationToken);
        }

        return exists;
    }

    private void AddCount(NpgsqlBatch batch)
    {
        jobs.CountWaiting(RecognizeDocument.Queue, space.MostInAll, batch);
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(QueueSpaceSql.CountOfTenants).WithText(RecognizeDocument.Queue).With(space.MostInAll));
    }

    private static async Task<WaitingDocuments> ReadCountAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var all = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        var ofTenants = WaitingDocuments.None.OfTenants.ToBuilder();
        while (await reader.ReadAsync(cancellationToken))
            ofTenants.Add(reader.GetString(0), reader.GetInt64(1));
        return new WaitingDocuments(all, ofTenants.ToImmutable());
    }

    private async Task<DateTime> InsertInStepsAsync(
        NpgsqlConnection connection, string id, NewDocument upload, bool isLimited, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var createdAt = await InsertAsync(connection, transaction, id, upload, cancellationToken);
        if (upload.Size > DocumentChunk.MaxBytes)
        {
            await ChunkCopy.WriteAsync(
                connection, id, upload.Content, first: 1, TimeSpan.FromSeconds(StepLimitSeconds), cancellationToken);
        }

        if (isLimited)
            await quotas.ChargeAsync(transaction, upload.Size, cancellationToken);
        // NpgsqlTransaction.CommitAsync would use the connection's time limit, which is for short commands.
        await using var commit = new NpgsqlCommand("COMMIT", connection, transaction) { CommandTimeout = StepLimitSeconds };
        await commit.ExecuteNonQueryAsync(cancellationToken);
        return createdAt;
    }

    /// <summary>Writes the job, the row and the first chunk, and leaves the content positioned at the second. Without a transaction the
    /// batch is one by itself: PostgreSQL commits at its end.</summary>
    private async Task<DateTime> InsertAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, string id, NewDocument upload, CancellationToken cancellationToken)
    {
        var length = (int)Math.Min(upload.Size, DocumentChunk.MaxBytes);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            upload.Content.Position = 0;
            await upload.Content.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken);
            await using var batch = new NpgsqlBatch(connection, transaction) { Timeout = StepLimitSeconds };
            var job = jobs.Enqueue(RecognizeDocument.Queue, new RecognizeDocument(id), RecognizeDocument.OptionsFor(scope.Tenant), batch);
            batch.BatchCommands.Add(InsertCommand(id, upload, job, buffer.AsMemory(0, length)));
            return await ReadCreatedAtAsync(batch, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private NpgsqlBatchCommand InsertCommand(string id, NewDocument upload, Guid job, ReadOnlyMemory<byte> firstChunk) =>
        new NpgsqlBatchCommand(Insert)
            .WithText(id)
            .WithText(upload.FileName)
            .WithText(upload.ContentType)
            .With(upload.Size)
            .WithText(upload.Sha256)
            .WithText(upload.Options.Language)
            .WithText(upload.Options.Pages)
            .With(upload.Options.Dpi)
            .With(job)
            .WithBytes(firstChunk)
            .WithText(upload.Options.Text.ToWord())
            .WithText(scope.Tenant)
            .WithText(upload.UploadedBy)
            .WithText(upload.Callback);

    private static async Task<DateTime> ReadCreatedAtAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var createdAt = reader.GetDateTime(0);
        // PostgreSQL reports the commit, or its failure, at the end of the batch.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        return createdAt;
    }

    private DocumentView View(string id, NewDocument upload, DateTime createdAt) => new()
    {
        Id = id,
        FileName = upload.FileName,
        ContentType = upload.ContentType,
        Size = upload.Size,
        Sha256 = upload.Sha256,
        Language = upload.Options.Language,
        Status = DocumentStatus.Queued,
        Pages = upload.Options.Pages,
        Dpi = upload.Options.Dpi,
        TextSource = upload.Options.Text,
        Tenant = scope.Tenant,
        UploadedBy = upload.UploadedBy,
        Callback = upload.Callback,
        PagesDone = 0,
        PagesFailed = 0,
        Attempt = 0,
        Interruptions = 0,
        CreatedAt = createdAt,
    };
}
