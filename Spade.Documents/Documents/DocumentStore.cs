using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Spade.Documents.Outputs;
using Spade.Documents.Pages;
using Spade.Documents.Schema;
using Spade.Jobs.Client;
using Spade.Jobs.Notifications;

namespace Spade.Documents.Documents;

/// <summary>Stores uploads and removes them. Document and job change together, in one transaction, or not at all.</summary>
/// <remarks>Rows are locked in one order, here and in the worker's transactions: a job before its document.</remarks>
public sealed class DocumentStore(
    SpadeDbContext context, DocumentQueries queries, NewDocumentStore newDocuments, JobClient jobs, INotifications notifications,
    TimeProvider time)
{
    /// <summary>Half of what <see cref="JobClient.Wake"/> calls long. Measured and not derived from the size: an upload may wait for an
    /// identical one that then rolls back, and a commit may wait for its disk.</summary>
    private static readonly TimeSpan LongTransaction = TimeSpan.FromMilliseconds(500);

    /// <summary>Stores an upload and its job. The same upload again finds its document; a document that failed or was cancelled starts
    /// again and keeps its finished pages. May be repeated, also when the outcome of an earlier call is unknown.</summary>
    public async Task<SavedDocument> SaveAsync(NewDocument upload, CancellationToken cancellationToken)
    {
        var id = ContentId.Of(upload.Sha256, upload.Options);
        // On the request's span, so that the trace can be found by the document.
        Activity.Current?.SetTag(DocumentsTelemetry.DocumentId, id);
        var began = time.GetTimestamp();
        SavedDocument? saved;
        do
        {
            saved = await newDocuments.TryInsertAsync(id, upload, cancellationToken) is { } added
                ? new SavedDocument(added, Accepted: true)
                : await TryFindAsync(id, cancellationToken);
        }
        while (saved is null);
        if (saved.Accepted)
            jobs.Wake(RecognizeDocument.Queue, afterLongTransaction: time.GetElapsedTime(began) > LongTransaction);
        return saved;
    }

    /// <summary>Cancels a document that has not ended, or removes one that has. A document that ends during the call is not
    /// removed.</summary>
    public async Task<DeletedDocument> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var found = await queries.FindAsync(id, cancellationToken);
        if (found is null)
            return new DeletedDocument.Unknown();
        if (!found.Status.HasEnded())
            return await StopAsync(id, cancellationToken);

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await LockAsync(id, cancellationToken);
        var removed = await queries.Ended(id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await transaction.DisposeAsync();
        // No row: a concurrent request has removed it or started it again.
        return removed > 0 ? new DeletedDocument.Removed() : await DeleteAsync(id, cancellationToken);
    }

    /// <summary>Starts a document again that failed, was cancelled, or completed with pages that could not be read. Pages that were read
    /// are kept.</summary>
    public async Task<RetriedDocument> RetryAsync(string id, CancellationToken cancellationToken)
    {
        var found = await queries.FindAsync(id, cancellationToken);
        if (found is null)
            return new RetriedDocument.Unknown();
        if (!found.Status.HasEnded())
            return new RetriedDocument.NotEnded(found);
        if (found is { Status: DocumentStatus.Completed, PagesFailed: 0 })
            return new RetriedDocument.NothingToRetry(found);
        if (await TryStartAgainAsync(id, withCompleted: true, cancellationToken) is not { } retried)
            return new RetriedDocument.Unknown();
        // Not accepted: a concurrent request has started it again.
        if (!retried.Accepted)
            return new RetriedDocument.NotEnded(retried.Document);
        jobs.Wake(RecognizeDocument.Queue, afterLongTransaction: false);
        notifications.Publish(DocumentNotifications.Topic, id);
        return new RetriedDocument.Started(retried.Document);
    }

    /// <returns>Null when another request has removed the document meanwhile, so that it can be inserted.</returns>
    private async Task<SavedDocument?> TryFindAsync(string id, CancellationToken cancellationToken)
    {
        var known = await queries.FindAsync(id, cancellationToken);
        if (known is null or { Status: not (DocumentStatus.Failed or DocumentStatus.Cancelled) })
            return known is null ? null : new SavedDocument(known, Accepted: false);
        return await TryStartAgainAsync(id, withCompleted: false, cancellationToken);
    }

    /// <returns>Null when another request has removed the document meanwhile.</returns>
    private async Task<SavedDocument?> TryStartAgainAsync(string id, bool withCompleted, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await LockAsync(id, cancellationToken);
        var accepted = await StartAgainAsync(id, withCompleted, cancellationToken);
        if (accepted)
            await EnqueueAsync(id, NpgsqlTransactionOf(transaction), cancellationToken);
        var document = await queries.FindAsync(id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return document is null ? null : new SavedDocument(document, accepted);
    }

    // In a statement of its own. A statement that waits for the row goes on with the new row and the jobs of before: it would take a
    // document that was just started again for one whose job is gone.
    private async Task LockAsync(string id, CancellationToken cancellationToken) =>
        await context.Database.ExecuteSqlAsync($"SELECT FROM documents WHERE id = {id} FOR UPDATE", cancellationToken);

    private async Task<bool> StartAgainAsync(string id, bool withCompleted, CancellationToken cancellationToken)
    {
        var restarted = await queries.Ended(id)
            .Where(document => document.Status != DocumentStatus.Completed || (withCompleted && document.PagesFailed > 0))
            .ExecuteUpdateAsync(
                document => document
                    .SetProperty(d => d.Status, DocumentStatus.Queued)
                    .SetProperty(d => d.PagesDone, d => d.PagesDone - d.PagesFailed)
                    .SetProperty(d => d.PagesFailed, 0)
                    .SetProperty(d => d.ErrorType, (string?)null)
                    .SetProperty(d => d.ErrorMessage, (string?)null)
                    .SetProperty(d => d.StartedAt, (DateTimeOffset?)null)
                    .SetProperty(d => d.CompletedAt, (DateTimeOffset?)null),
                cancellationToken);
        if (restarted == 0)
            return false;
        // Pages that could not be read are read again, and the PDF is made anew.
        await context.Set<Page>().Where(page => page.DocumentId == id && page.ErrorType != null).ExecuteDeleteAsync(cancellationToken);
        await context.Set<PdfPiece>().Where(piece => piece.DocumentId == id).ExecuteDeleteAsync(cancellationToken);
        return true;
    }

    private async Task EnqueueAsync(string id, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var job = await jobs.EnqueueAsync(
            RecognizeDocument.Queue, new RecognizeDocument(id), options: null, transaction, cancellationToken);
        await context.Set<Document>().Where(document => document.Id == id)
            .ExecuteUpdateAsync(document => document.SetProperty(d => d.JobId, job), cancellationToken);
    }

    private async Task<DeletedDocument> StopAsync(string id, CancellationToken cancellationToken)
    {
        var job = await context.Set<Document>().Where(document => document.Id == id)
            .Select(document => document.JobId).SingleOrDefaultAsync(cancellationToken);
        await using (var transaction = await context.Database.BeginTransactionAsync(cancellationToken))
        {
            if (job is { } jobId)
                await jobs.CancelAsync(jobId, NpgsqlTransactionOf(transaction), cancellationToken);
            await CancelAsync(id, job, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        if (job is { } cancelled)
            jobs.Interrupt(cancelled);
        notifications.Publish(DocumentNotifications.Topic, id);
        return await queries.FindAsync(id, cancellationToken) is { } document
            ? new DeletedDocument.Stopped(document)
            : new DeletedDocument.Unknown();
    }

    // Changes no row when the job ended first, because the document ended with it.
    private async Task CancelAsync(string id, Guid? job, CancellationToken cancellationToken) =>
        await context.Set<Document>()
            .Where(document => document.Id == id && document.JobId == job
                && (document.Status == DocumentStatus.Queued || document.Status == DocumentStatus.Running))
            .ExecuteUpdateAsync(
                document => document
                    .SetProperty(d => d.Status, DocumentStatus.Cancelled)
                    .SetProperty(d => d.CompletedAt, _ => SpadeDbContext.DatabaseNow()),
                cancellationToken);

    private static NpgsqlTransaction NpgsqlTransactionOf(IDbContextTransaction transaction) =>
        (NpgsqlTransaction)transaction.GetDbTransaction();
}
