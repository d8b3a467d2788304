using System.ComponentModel;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Documents.Content;
using Spade.Documents.Documents;
using Spade.Documents.Pages;
using Spade.Jobs.Handlers;
using Spade.Jobs.Notifications;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Processes;

namespace Spade.Worker.Recognition;

/// <summary>Turns one document into text, page by page. However a run ends, the next one continues with the missing pages.</summary>
internal sealed partial class RecognizeDocumentHandler(
    DocumentContent content, FinishedPages finishedPages, DocumentOpener opener, PageStep step, WorkFolders folders,
    IOptions<OcrOptions> options, INotifications notifications, TimeProvider time, ILogger<RecognizeDocumentHandler> logger)
    : IJobHandler<RecognizeDocument>
{
    // A process group is signalled one process after another, so a child may end before this process gets its own signal.
    private static readonly TimeSpan SignalDelay = TimeSpan.FromSeconds(2);

    private string? _documentId;

    public async Task<JobOutcome> RunAsync(JobContext<RecognizeDocument> job, CancellationToken cancellationToken)
    {
        _documentId = job.Payload.DocumentId;
        try
        {
            using var folder = folders.Create(job.JobId);
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
            if (exception.Failure is { } failure)
            {
                Log.ProgramBroke(
                    logger, job.Payload.DocumentId, exception.Error.Type, failure.Program, failure.Exit.Code, failure.Exit.Signal,
                    failure.Sign);
            }

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
            await DocumentProgress.FailAsync(transaction, job.Payload.DocumentId, error, cancellationToken);
        }
        else
        {
            _documentId = await DocumentProgress.FailAsync(transaction, job.JobId, error, cancellationToken);
        }
    }

    public Task OnSettledAsync(CancellationToken cancellationToken)
    {
        // Waiting readers look when they are told, so they must find the outcome.
        if (_documentId is not null)
            notifications.Publish(DocumentNotifications.Topic, _documentId);
        return Task.CompletedTask;
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
        return await RecognizeMissingAsync(job, source, document, folder, cancellationToken)
            ? new JobOutcome.Completed((transaction, token) => DocumentProgress.CompleteAsync(transaction, id, token))
            : new JobOutcome.Yielded();
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

    /// <returns>False when a shutdown left pages undone.</returns>
    private async Task<bool> RecognizeMissingAsync(
        JobContext<RecognizeDocument> job, DocumentSource source, OpenDocument document, WorkFolder folder,
        CancellationToken cancellationToken)
    {
        var finished = await finishedPages.ReadAsync(source.Id, cancellationToken);
        var missing = document.Pages.Except(finished).ToList();
        var done = 0;
        using var run = new PageRun(job.Shutdown, cancellationToken);
        await run.RunAsync(document.ReadAsync(missing, CancellationToken.None), options.Value.PagesAtOnce, async (image, polite, hard) =>
        {
            await step.RunAsync(job, source.Language, folder, image, polite, hard);
            Interlocked.Increment(ref done);
        });
        return done == missing.Count;
    }

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Error, "Temporary files of document {DocumentId} could not be kept, or a program not be started")]
        public static partial void StorageFailed(ILogger logger, Exception exception, string documentId);

        [LoggerMessage(4102, LogLevel.Warning,
            "Document {DocumentId}: {ErrorType}: {Program} ended with code {ExitCode} (signal {Signal}), sign of: {Sign}")]
        public static partial void ProgramBroke(
            ILogger logger, string documentId, string errorType, string program, int exitCode, int? signal, ToolSign sign);
    }
}
