using System.Diagnostics;
using Spade.Documents.Documents;
using Spade.Documents.Pages;
using Spade.Jobs.Handlers;
using Spade.Jobs.Notifications;
using Spade.Worker.Engine;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Processes;

namespace Spade.Worker.Recognition;

/// <summary>One page from its image to its stored text or error: wait for a core, record the start, recognise, save.</summary>
/// <remarks>A program that breaks down on a page is tried again in a later run, and the other pages go on meanwhile. When the page has
/// been begun <see cref="MostTries"/> times, or the job has no retries left, the page fails and not the document.</remarks>
internal sealed partial class PageStep(
    ProcessSlots slots, PageRecognizer recognizer, PageRecords records, OcrTelemetry telemetry, INotifications notifications,
    TimeProvider time, ILogger<PageStep> logger)
{
    /// <summary>How often a page is begun at most. As many as a job's runs without interruptions: an interruption gives a page that breaks
    /// its programs no further tries.</summary>
    private const int MostTries = 3;

    /// <summary>Recognises and saves the page.</summary>
    /// <param name="job">The run that the page belongs to.</param>
    /// <param name="language">Tesseract's name of the language.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="image">The page.</param>
    /// <param name="polite">When cancelled, the page is not begun.</param>
    /// <param name="hard">When cancelled, a page that has begun is not finished.</param>
    /// <exception cref="RecognitionException">No page of the document can be recognised now, or at all.</exception>
    public async Task<PageEnd> RunAsync(
        JobContext<RecognizeDocument> job, string language, WorkFolder folder, PageImage image,
        CancellationToken polite, CancellationToken hard)
    {
        var id = job.Payload.DocumentId;
        using var activity = OcrTelemetry.StartPage(id, image.Page);
        using var step = job.Step($"page {image.Page}");
        var tries = 0;
        try
        {
            RecognizedPage page;
            using (await slots.AcquireAsync(folder, polite))
            {
                // A free slot is granted even when the token is already cancelled.
                polite.ThrowIfCancellationRequested();
                tries = await BeginAsync(job, image.Page, hard);
                telemetry.PageStarted(tries);
                page = await RecognizeAsync(image, language, folder, activity, hard);
            }

            await job.CheckpointAsync((transaction, token) => records.FinishAsync(transaction, id, page, token), hard);
            notifications.Publish(DocumentNotifications.Topic, id);
            return new PageEnd(image.Page);
        }
        catch (RecognitionException problem) when (problem.ConcernsOnePage)
        {
            ToolFailureLog.Write(logger, id, problem);
            if (problem.Fault == RecognitionFault.Tool && !job.IsLastAttempt && tries < MostTries)
                return new PageEnd(image.Page, problem, IsPostponed: true);
            await FailAsync(job, image.Page, problem.Error, hard);
            return new PageEnd(image.Page, problem);
        }
    }

    private static async Task<int> BeginAsync(JobContext<RecognizeDocument> job, int page, CancellationToken cancellationToken)
    {
        var times = 0;
        await job.WriteAsync(
            async (transaction, token) => times = await PageRecords.BeginAsync(transaction, job.Payload.DocumentId, page, token),
            cancellationToken);
        return times;
    }

    private async Task FailAsync(JobContext<RecognizeDocument> job, int page, JobError error, CancellationToken cancellationToken)
    {
        var id = job.Payload.DocumentId;
        await job.CheckpointAsync(
            (transaction, token) => records.FailAsync(transaction, id, page, error.Type, error.Message, token), cancellationToken);
        Log.PageFailed(logger, page, id, error.Type);
        notifications.Publish(DocumentNotifications.Topic, id);
    }

    private async Task<RecognizedPage> RecognizeAsync(
        PageImage image, string language, WorkFolder folder, Activity? activity, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var outcome = "interrupted";
        try
        {
            if (image.Problem is { } problem)
                throw problem;
            var page = await recognizer.RecognizeAsync(image, language, folder, cancellationToken);
            activity?.SetTag("spade.page.confidence", page.Confidence);
            outcome = "recognized";
            return page;
        }
        catch (RecognitionException exception) when (exception.Fault != RecognitionFault.Stopped)
        {
            outcome = "failed";
            activity?.SetStatus(ActivityStatusCode.Error, exception.Error.Type);
            throw;
        }
        finally
        {
            telemetry.PageEnded(outcome, time.GetElapsedTime(started));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4103, LogLevel.Information, "Page {Page} of document {DocumentId} cannot be read: {ErrorType}")]
        public static partial void PageFailed(ILogger logger, int page, string documentId, string errorType);
    }
}
