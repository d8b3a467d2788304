using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Spade.Documents.Schema;
using Spade.Documents.Tenants;
using Spade.Documents.Webhooks;
using Spade.Jobs.Client;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Documents;

/// <summary>Stores uploads and removes them. Document and job change together, in one transaction, or not at all.</summary>
/// <remarks>Rows are locked in one order, here and in the worker's transactions: a job before its document, a document
/// before its tenant's use.</remarks>
public sealed class DocumentStore(
    SpadeDbContext context, DocumentQueries queries, NewDocumentStore newDocuments, QueueSpace space, DocumentQuotas quotas,
    JobClient jobs, INotifications notifications, TenantScope scope, WebhookOutbox outbox, TimeProvider time)
{
    /// <summary>Half of what <see cref="JobClient.Wake"/> calls long. Measured and not derived from the size: an upload may wait for an
    /// identical one that then rolls back, and a commit may wait for its disk.</summary>
    private static readonly TimeSpan LongTransaction = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the removal of a document, or of its PDF, may take. Longer than other statements: hundreds of megabytes may go
    /// with 2,000 pages, which takes seconds. Short enough to end before a process that stops aborts its requests.</summary>
    private const int RemovalLimitSeconds = 20;

    /// <summary>Stores an upload and its job. The same upload again finds its document; a document that failed or was cancelled starts
    /// again and keeps the pages that were read. May be repeated, also when the outcome of an earlier call is unknown.</summary>
    /// <exception cref="QueueFullException">The upload would start work, and no more documents may wait.</exception>
    /// <exception cref="QuotaExceededException">The upload would start work, and the tenant's quotas have no room for it.</exception>
    /// <exception cref="CallbackTakenException">The document has not ended, and has another callback.</exception>
    public async Task<SavedDocument> SaveAsync(NewDocument upload, CancellationToken cancellationToken)
    {
        var id = ContentId.Of(scope.Tenant, upload.Sha256, upload.Options);
        // On the request's span, so that the trace can be found by the document.
        Activity.Current?.SetTag(DocumentsTelemetry.DocumentId, id);
        var began = time.GetTimestamp();
        SavedDocument? saved;
        do
        {
            saved = await newDocuments.TryInsertAsync(id, upload, cancellationToken) is { } added
                ? new SavedDocument(added, Accepted: true)
                : await TryFindAsync(id, upload.Callback, cancellationToken);
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
        await HoldAsync(id, NpgsqlTransactionOf(transaction), cancellationToken);
        var usual = context.Database.GetCommandTimeout();
        context.Database.SetCommandTimeout(RemovalLimitSeconds);
        var removed = await queries.Ended(id).ExecuteDeleteAsync(cancellationToken);
        context.Database.SetCommandTimeout(usual);
        await transaction.CommitAsync(cancellationToken);
        await transaction.DisposeAsync();
        // No row: a concurrent request has removed it or started it again.
        return removed > 0 ? new DeletedDocument.Removed(found) : await DeleteAsync(id, cancellationToken);
    }

    /// <summary>Starts a document again that failed, was cancelled or was left behind, or completed with pages that could not be read. It
    /// keeps the pages that were read; the others are read again. May be repeated.</summary>
    public async Task<RetriedDocument> RetryAsync(string id, CancellationToken cancellationToken)
    {
        var found = await queries.FindAsync(id, cancellationToken);
        if (found is null)
            return new RetriedDocument.Unknown();
        if (!found.Status.HasEnded())
            return new RetriedDocument.NotEnded(found);
        if (found is { Status: DocumentStatus.Completed, PagesFailed: 0 })
            return new RetriedDocument.NothingToRetry(found);
        await newDocuments.CountWaitingAsync(cancellationToken);
        if (await TryStartAgainAsync(found, withCompleted: true, callback: null, cancellationToken) is not { } retried)
            return new RetriedDocument.Unknown();
        // Not accepted: a concurrent request has started it again.
        if (!retried.Accepted)
            return new RetriedDocument.NotEnded(retried.Document);
        jobs.Wake(RecognizeDocument.Queue);
        return new RetriedDocument.Started(retried.Document);
    }

    /// <summary>Finds a document, and starts it again if it failed or was cancelled.</summary>
    /// <returns>Null when there is none, or another request has changed it meanwhile.</returns>
    private async Task<SavedDocument?> TryFindAsync(string id, string? callback, CancellationToken cancellationToken)
    {
        var known = await queries.FindAsync(id, cancellationToken);
        if (known is null)
            return null;
        if (known.Status is DocumentStatus.Failed or DocumentStatus.Cancelled)
            return await TryStartAgainAsync(known, withCompleted: false, callback, cancellationToken);
        // A document that has completed sends no further event: the answer to this upload says so already.
        return callback is null || callback == known.Callback || known.Status.HasEnded()
            ? new SavedDocument(known, Accepted: false)
            : await TryAddCallbackAsync(known, callback, cancellationToken);
    }

    /// <returns>Null when the document has ended meanwhile, or another request has named a callback.</returns>
    private async Task<SavedDocument?> TryAddCallbackAsync(DocumentView known, string callback, CancellationToken cancellationToken)
    {
        if (known.Callback is not null)
            throw new CallbackTakenException();
        var isSet = await context.Set<Document>()
            .Where(document => document.Id == known.Id && document.Callback == null
                && (document.Status == DocumentStatus.Queued || document.Status == DocumentStatus.Running))
            .ExecuteUpdateAsync(document => document.SetProperty(changed => changed.Callback, callback), cancellationToken) > 0;
        return isSet ? new SavedDocument(known with { Callback = callback }, Accepted: false) : null;
    }

    /// <returns>Null when another request has removed the document meanwhile.</returns>
    private async Task<SavedDocument?> TryStartAgainAsync(
        DocumentView ended, bool withCompleted, string? callback, CancellationToken cancellationToken)
    {
        var id = ended.Id;
        var isLimited = await quotas.FindAsync(ended.Tenant, cancellationToken);
        using var place = space.Reserve(ended.Tenant);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var accepted = await TryQueueAsync(ended, withCompleted, callback, NpgsqlTransactionOf(transaction), cancellationToken);
        var document = await queries.FindAsync(id, cancellationToken);
        if (accepted && isLimited)
            await quotas.ChargeAsync(NpgsqlTransactionOf(transaction), bytes: 0, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (accepted)
        {
            place.Keep();
            notifications.Publish(DocumentNotifications.Topic, id);
        }
        return document is null ? null : new SavedDocument(document, accepted);
    }

    /// <returns>False when another request has removed it or started it again.</returns>
    private async Task<bool> TryQueueAsync(
        DocumentView ended, bool withCompleted, string? callback, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var id = ended.Id;
        await HoldAsync(id, transaction, cancellationToken);
        await using (var start = transaction.Command(DocumentStoreSql.StartAgain)
            .WithText(id).With(withCompleted).WithText(callback))
        {
            start.CommandTimeout = RemovalLimitSeconds;
            if (await start.ExecuteNonQueryAsync(cancellationToken) == 0)
                return false;
        }

        // The tenant of the document, which may not be the caller's.
        var job = await jobs.EnqueueAsync(
            RecognizeDocument.Queue, new RecognizeDocument(id), RecognizeDocument.OptionsFor(ended.Tenant), transaction, cancellationToken);
        await using var set = transaction.Command(DocumentStoreSql.SetJob).WithText(id).With(job);
        await set.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    private static async Task HoldAsync(string id, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var hold = transaction.Command(DocumentStoreSql.Hold).WithText(id);
        await hold.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<DeletedDocument> StopAsync(string id, CancellationToken cancellationToken)
    {
        var job = await context.Set<Document>().Where(document => document.Id == id)
            .Select(document => document.JobId).SingleOrDefaultAsync(cancellationToken);
        EndedDocument stopped;
        await using (var transaction = await context.Database.BeginTransactionAsync(cancellationToken))
        {
            if (job is { } jobId)
                await jobs.CancelAsync(jobId, NpgsqlTransactionOf(transaction), cancellationToken);
            stopped = await CancelAsync(id, job, NpgsqlTransactionOf(transaction), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        if (job is { } cancelled)
            jobs.Interrupt(cancelled);
        if (stopped.HasReceivers)
            outbox.Wake();
        notifications.Publish(DocumentNotifications.Topic, id);
        if (await queries.FindAsync(id, cancellationToken) is not { } document)
            return new DeletedDocument.Unknown();
        // Not stopped and not ended: it ended by itself, and a concurrent request has started it again.
        return stopped.Id is not null || document.Status.HasEnded()
            ? new DeletedDocument.Stopped(document)
            : await StopAsync(id, cancellationToken);
    }

    private async Task<EndedDocument> CancelAsync(
        string id, Guid? job, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var cancel = transaction.Command(DocumentStoreSql.Cancel).WithText(id).With(job);
        return await EndedDocument.ByAsync(cancel, transaction, outbox, cancellationToken);
    }

    private static NpgsqlTransaction NpgsqlTransactionOf(IDbContextTransaction transaction) =>
        (NpgsqlTransaction)transaction.GetDbTransaction();
}
