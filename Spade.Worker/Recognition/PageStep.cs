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

/// <summary>One page from its image to its stored text: wait for a core, record the start, recognise, save.</summary>
internal sealed class PageStep(
    ProcessSlots slots, PageRecognizer recognizer, OcrTelemetry telemetry, INotifications notifications, TimeProvider time)
{
    /// <summary>Recognises and saves the page.</summary>
    /// <param name="job">The run that the page belongs to.</param>
    /// <param name="language">Tesseract's name of the language.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="image">The page.</param>
    /// <param name="polite">When cancelled, the page is not begun.</param>
    /// <param name="hard">When cancelled, a page that has begun is not finished.</param>
    public async Task RunAsync(
        JobContext<RecognizeDocument> job, string language, WorkFolder folder, PageImage image,
        CancellationToken polite, CancellationToken hard)
    {
        if (image.Problem is { } problem)
            throw problem;
        var id = job.Payload.DocumentId;
        using var activity = OcrTelemetry.StartPage(id, image.Page);
        using var step = job.Step($"page {image.Page}");
        RecognizedPage page;
        using (await slots.AcquireAsync(polite))
        {
            // A free slot is granted even when the token is already cancelled.
            polite.ThrowIfCancellationRequested();
            telemetry.PageStarted(await BeginAsync(job, image.Page, hard));
            page = await RecognizeAsync(image, language, folder, activity, hard);
        }

        await job.CheckpointAsync((transaction, token) => PageRecords.FinishAsync(transaction, id, page, token), hard);
        notifications.Publish(DocumentNotifications.Topic, id);
    }

    private static async Task<int> BeginAsync(JobContext<RecognizeDocument> job, int page, CancellationToken cancellationToken)
    {
        var times = 0;
        await job.WriteAsync(
            async (transaction, token) => times = await PageRecords.BeginAsync(transaction, job.Payload.DocumentId, page, token),
            cancellationToken);
        return times;
    }

    private async Task<RecognizedPage> RecognizeAsync(
        PageImage image, string language, WorkFolder folder, Activity? activity, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var outcome = "interrupted";
        try
        {
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
}
