using System.ComponentModel;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Documents.Content;
using Spade.Documents.Documents;
using Spade.Documents.Pages;
using Spade.Documents.Webhooks;
using Spade.Jobs.Handlers;
using Spade.Jobs.Notifications;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.SearchablePdf;

namespace Spade.Worker.Recognition;

/// <summary>Turns one document into text, page by page. However a run ends, the next one continues with the missing pages.</summary>
internal sealed partial class RecognizeDocumentHandler(
    DocumentContent content, FinishedPages finishedPages, DocumentOpener opener, PageStep step,
    SearchablePdfStep searchablePdf, WorkFolders folders, DocumentProgress progress, DocumentTimes times, WebhookOutbox outbox,
    IOptions<OcrOptions> options, INotifications notifications, TimeProvider time, ILogger<RecognizeDocumentHandler> logger)
    : IJobHandler<RecognizeDocument>
{
    // A process group is signalled one process after another, so a child may end before this process gets its own signal.
    private static readonly TimeSpan SignalDelay = TimeSpan.FromSeconds(2);

    private string? _documentId;
    private string? _endedId;
    private bool _hasReceivers;

    public async Task<JobOutcome> RunAsync(JobContext<RecognizeDocument> job, CancellationToken cancellationToken)
    {
        _documentId = job.Payload.DocumentId;
        try
        {
            using var folder = folders.Create(job.JobId, job.Group ?? "");
            return await RecognizeAsync(job, folder, cancellationToken);
        }
        catch (RecognitionException exception) when (exception.Fault is RecognitionFault.Document or RecognitionFault.Page)
        {
            return new JobOutcome.Failed(exception.Error);
        }
        catch (RecognitionException exception) when (exception.Fault == RecognitionFault.Stopped)
        {
            await Task.Delay(SignalDelay, time, job.Shutdown).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return job.Shutdown.IsCancellationRequested ? new JobOutcome.Yielded() : new JobOutcome.Retry(exception.Error);
        }
        catch (RecognitionException exception)
        {
            ToolFailureLog.Write(logger, job.Payload.DocumentId, exception);
            return new JobOutcome.Retry(exception.Error);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Win32Exception)
        {
            Log.StorageFailed(logger, exception, job.Payload.DocumentId);
            return new JobOutcome.Retry(RecognitionErrors.Storage().Error);
        }
    }

    public async Task OnFailedAsync(
        FailedJob<RecognizeDocument> job, JobError error, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        if (job.IsReadable)
        {
            _documentId = job.Payload.DocumentId;
            Ended(await progress.FailAsync(transaction, job.Payload.DocumentId, error, cancellationToken));
        }
        else
        {
            Ended(await progress.FailAsync(transaction, job.JobId, error, cancellationToken));
        }
    }

    public async Task OnSettledAsync(CancellationToken cancellationToken)
    {
        // Waiting readers look when they are told, so they must find the outcome.
        if (_documentId is not null)
            notifications.Publish(DocumentNotifications.Topic, _documentId);
        if (_hasReceivers)
            outbox.Wake();
        if (_endedId is not null)
            await times.RecordAsync(_endedId, cancellationToken);
    }

    private async Task<JobOutcome> RecognizeAsync(JobContext<RecognizeDocument> job, WorkFolder folder, CancellationToken cancellationToken)
    {
        var id = job.Payload.DocumentId;
        var source = await content.FindAsync(id, cancellationToken);
        if (source is null || !await FetchAsync(source, folder, cancellationToken))
            return new JobOutcome.Completed();
        using var opening = job.Step("opening the document");
        var document = await opener.OpenAsync(source, folder, cancellationToken);
        opening.Dispose();
        // This is no checkpoint: a document that kills its worker on the first page has made no progress by being opened.
        await job.WriteAsync(
            (transaction, token) => DocumentProgress.StartAsync(transaction, id, document.Pages.Count, token), cancellationToken);
        notifications.Publish(DocumentNotifications.Topic, id);
        var pages = await RecognizeMissingAsync(job, source, document, folder, cancellationToken);
        if (pages is { HasUntried: false, Postponed: null } && pages.NothingRead() is null)
            await searchablePdf.RunAsync(job, source, folder, cancellationToken);
        return Outcome(job, pages);
    }

    private void Ended(EndedDocument ended) =>
        (_documentId, _endedId, _hasReceivers) = (ended.Id ?? _documentId, ended.Id, ended.HasReceivers);

    private JobOutcome Outcome(JobContext<RecognizeDocument> job, PageTally pages)
    {
        if (pages.HasUntried)
        {
            // Counted as an attempt: a job that gave way for no reason would run for ever.
            return job.Shutdown.IsCancellationRequested ? new JobOutcome.Yielded()
                : job.TurnOver.IsCancellationRequested ? new JobOutcome.GaveWay()
                : throw new InvalidOperationException("The document gave fewer pages than were asked of it.");
        }

        if (pages.Postponed is { } postponed)
            return new JobOutcome.Retry(postponed);
        return pages.NothingRead() switch
        {
            null => new JobOutcome.Completed(
                async (transaction, token) => Ended(await progress.CompleteAsync(transaction, job.Payload.DocumentId, token))),
            // No retries are left, so this fails the job too, and counts as a failure of the service and not as an answer.
            var error when pages.HasToolFault && job.IsLastAttempt => new JobOutcome.Retry(error),
            var error => new JobOutcome.Failed(error),
        };
    }

    /// <returns>False when the document was removed meanwhile.</returns>
    private async Task<bool> FetchAsync(DocumentSource source, WorkFolder folder, CancellationToken cancellationToken)
    {
        await using var file = File.Create(folder.Document);
        await content.CopyToAsync(source.Id, file, cancellationToken);
        if (file.Length == source.Size)
            return true;
        return await content.FindAsync(source.Id, cancellationToken) is null
            ? false
            : throw new InvalidDataException($"{file.Length} of the document's {source.Size} bytes are stored.");
    }

    private async Task<PageTally> RecognizeMissingAsync(
        JobContext<RecognizeDocument> job, DocumentSource source, OpenDocument document, WorkFolder folder,
        CancellationToken cancellationToken)
    {
        var pages = new PageTally(document.Pages, await finishedPages.ReadEndedAsync(source.Id, cancellationToken));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(job.Shutdown, job.TurnOver);
        using var run = new PageRun(stop.Token, cancellationToken);
        var images = document.ReadAsync(pages.Missing, CancellationToken.None);
        await run.RunAsync(images, options.Value.PagesAtOnce, async (image, polite, hard) =>
        {
            pages.Add(await step.RunAsync(job, source.Language, folder, image, polite, hard));
            if (pages.Timeouts >= options.Value.MaxPageTimeouts && pages.HasUntried)
                throw RecognitionErrors.TooManyTimeouts(pages.Timeouts, options.Value.PageTimeLimit);
        });
        return pages;
    }

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Error, "Temporary files of document {DocumentId} could not be kept, or a program not be started")]
        public static partial void StorageFailed(ILogger logger, Exception exception, string documentId);
    }
}
