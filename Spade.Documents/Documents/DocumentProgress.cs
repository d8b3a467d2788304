using Npgsql;
using Spade.Documents.Webhooks;
using Spade.Jobs.Handlers;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Documents;

/// <summary>Changes a document's status on behalf of its job, and adds the event of each change. What ends a document also adds the jobs
/// that send the event to its receivers. Every method joins the caller's fenced transaction and may be repeated.</summary>
public sealed class DocumentProgress(WebhookOutbox outbox)
{
    /// <summary>Marks the document as running, with this many pages to recognise.</summary>
    public static async Task StartAsync(
        NpgsqlTransaction transaction, string documentId, int pagesTotal, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(DocumentProgressSql.Start).WithText(documentId).With(pagesTotal);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Marks the document as completed.</summary>
    /// <exception cref="PostgresException">A page has not ended, or none was read: the constraint
    /// <c>documents_completed_has_all_pages</c> or <c>documents_completed_has_a_page</c> is violated.</exception>
    public async Task<EndedDocument> CompleteAsync(
        NpgsqlTransaction transaction, string documentId, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(DocumentProgressSql.Complete).WithText(documentId);
        return await EndedDocument.ByAsync(command, transaction, outbox, cancellationToken);
    }

    /// <summary>Marks the document as failed and stores why.</summary>
    public async Task<EndedDocument> FailAsync(
        NpgsqlTransaction transaction, string documentId, JobError error, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(DocumentProgressSql.Fail)
            .WithText(documentId).WithText(error.Type).WithText(error.Message);
        return await EndedDocument.ByAsync(command, transaction, outbox, cancellationToken);
    }

    /// <summary>Marks the document of a job as failed and stores why. For a job whose payload cannot be read.</summary>
    public async Task<EndedDocument> FailAsync(
        NpgsqlTransaction transaction, Guid jobId, JobError error, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(DocumentProgressSql.FailByJob)
            .With(jobId).WithText(error.Type).WithText(error.Message);
        return await EndedDocument.ByAsync(command, transaction, outbox, cancellationToken);
    }
}
