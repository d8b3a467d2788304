using System.Runtime.CompilerServices;
using System.Text.Json;
using Spade.Documents.Content;
using Spade.Documents.Documents;
using Spade.Documents.Outputs;
using Spade.Documents.Pages;
using Spade.Jobs.Handlers;
using Spade.Worker.Folders;
using Spade.Worker.Processes;

namespace Spade.Worker.SearchablePdf;

/// <summary>The last step of a document: its searchable PDF, made once and stored.</summary>
internal sealed partial class SearchablePdfStep(
    SearchablePdfMaker maker, FinishedPages finished, DocumentLayouts layouts, ProcessSlots slots, ILogger<SearchablePdfStep> logger)
{
    /// <summary>Makes and stores the PDF, in a fenced transaction: it is shown when the document has completed, and a run that comes later
    /// replaces it. A document of which none can be made completes without one, and the log says why.</summary>
    /// <param name="job">The run. All pages have ended.</param>
    /// <param name="source">The document.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task RunAsync(
        JobContext<RecognizeDocument> job, DocumentSource source, WorkFolder folder, CancellationToken cancellationToken)
    {
        using var step = job.Step("making the searchable PDF");
        if (await TryMakeAsync(source, folder, cancellationToken) is { } pdf)
        {
            await job.WriteAsync((transaction, token) => PdfPieces.WriteAsync(transaction, source.Id, pdf, token), cancellationToken);
        }
    }

    private async Task<PdfAssembly?> TryMakeAsync(DocumentSource source, WorkFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            using var slot = await slots.AcquireAsync(folder, cancellationToken);
            return await maker.MakeAsync(source.Id, folder, ReadAsync(source.Id, cancellationToken), cancellationToken);
        }
        catch (SearchablePdfException exception)
        {
            Log.NotMade(logger, source.Id, exception.Message);
            return null;
        }
        // A file that nothing was prepared for. The text has been read, and must not be lost for want of a PDF.
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException
            or InvalidDataException or KeyNotFoundException or JsonException)
        {
            Log.Broke(logger, exception, source.Id);
            return null;
        }
    }

    private async IAsyncEnumerable<(int Page, PageLayout Layout)> ReadAsync(
        string documentId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ended = await finished.ReadEndedAsync(documentId, cancellationToken);
        var read = ended.Where(page => page.ErrorType is null).ToList();
        if (!read.TrueForAll(page => page.HasLayout))
            throw new SearchablePdfException("a page was recognised by a version that kept no places of words");
        var index = 0;
        await foreach (var layout in layouts.ReadAsync(documentId, [.. read.Select(page => page.Number)], cancellationToken))
            yield return (read[index++].Number, layout!);
    }

    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Warning, "Document {DocumentId} completes without a searchable PDF: {Reason}")]
        public static partial void NotMade(ILogger logger, string documentId, string reason);

        [LoggerMessage(4202, LogLevel.Error, "Document {DocumentId} completes without a searchable PDF: making it broke")]
        public static partial void Broke(ILogger logger, Exception exception, string documentId);
    }
}
