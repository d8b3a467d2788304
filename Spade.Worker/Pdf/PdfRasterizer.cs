using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Pixels;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Draws PDF pages as gray PGM files, a few per process: one process per page costs twice the processor time, and all pages in one
/// would fill the disk.</summary>
/// <remarks><c>pdftoppm</c> leaves out what it cannot decode and exits with 0. It prints errors, but in a batch they do not say which page
/// they belong to, and some are printed only once. So after the first error of a file each page gets a process to itself, and each page is
/// judged by its own errors.</remarks>
internal sealed class PdfRasterizer(ToolRunner runner, Toolchain tools, ProcessSlots slots, IOptions<OcrOptions> options)
{
    /// <summary>Most pages that one process draws.</summary>
    public const int BatchPages = 4;

    /// <summary>Draws these pages in order, each batch when its first page is asked for.</summary>
    /// <param name="pdf">The document.</param>
    /// <param name="plans">The pages in order.</param>
    /// <param name="history">What is known from pages drawn before.</param>
    /// <param name="folder">Where the images go.</param>
    /// <param name="cancellationToken">Ends the drawing.</param>
    /// <returns>The images. One of a page that cannot be drawn, or not in time, or that shows less than it should, is missing.</returns>
    /// <exception cref="RecognitionException">Drawing was stopped from outside, or the disk is full.</exception>
    public async IAsyncEnumerable<PageImage> DrawAsync(
        string pdf, IReadOnlyList<PagePlan> plans, DrawingHistory history, WorkFolder folder,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < plans.Count;)
        {
            var batch = Batch(plans, i, history.HasErrors ? 1 : BatchPages);
            var drawing = await RunAsync(pdf, batch, folder, cancellationToken);
            history.HasErrors |= drawing.Complaints.Any;
            foreach (var plan in batch)
                yield return await TryFinishAsync(pdf, plan, isAlone: batch.Count == 1, drawing, folder, cancellationToken);
            i += batch.Count;
        }
    }

    private static List<PagePlan> Batch(IReadOnlyList<PagePlan> plans, int start, int longest)
    {
        List<PagePlan> batch = [plans[start]];
        while (batch.Count < longest && start + batch.Count < plans.Count && plans[start + batch.Count] is var next
            && next.Page == batch[^1].Page + 1 && next.Dpi == batch[0].Dpi && next.Size.IsWhole == batch[0].Size.IsWhole)
            batch.Add(next);
        return batch;
    }

    private async Task<Drawing> RunAsync(
        string pdf, List<PagePlan> batch, WorkFolder folder, CancellationToken cancellationToken)
    {
        using var slot = await slots.AcquireAsync(folder, cancellationToken);
        var complaints = new PdfComplaints();
        var (first, last) = (batch[0].Page, batch[^1].Page);
        string[] arguments =
        [
            .. batch[0].Size.IsWhole ? (string[])[] : ["-cropbox"],
            "-gray", "-r", Text(batch[0].Dpi), "-f", Text(first), "-l", Text(last), pdf, folder.File($"page-{Text(first)}"),
        ];
        var command = new ToolCommand(tools.PdfToPpm, folder.Path, options.Value.PageTimeLimit, arguments)
        {
            OnErrorLine = complaints.Add,
        };
        return new Drawing(await runner.RunAsync(command, cancellationToken), complaints);
    }

    private async Task<PageImage> TryFinishAsync(
        string pdf, PagePlan plan, bool isAlone, Drawing drawing, WorkFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await FinishAsync(pdf, plan, isAlone, drawing, folder, cancellationToken);
        }
        catch (RecognitionException problem) when (problem.ConcernsOnePage)
        {
            return PageImage.Missing(plan.Page, problem);
        }
    }

    /// <summary>Takes a page out of its batch. A page that the batch did not deliver, or may have drawn in part, gets a process to itself,
    /// which shows whether it is the page that failed.</summary>
    private async Task<PageImage> FinishAsync(
        string pdf, PagePlan plan, bool isAlone, Drawing drawing, WorkFolder folder, CancellationToken cancellationToken)
    {
        var path = Find(plan.Page, folder);
        if (!isAlone && (path is null || drawing.Complaints.Any) && drawing.Exit.End != ToolEnd.Stopped)
        {
            if (path is not null)
                File.Delete(path);
            drawing = await RunAsync(pdf, [plan], folder, cancellationToken);
            path = Find(plan.Page, folder);
        }

        return (path, drawing.Exit.End) switch
        {
            // Without memory for a picture pdftoppm leaves it out and exits with 0.
            (not null, _) when !ToolFailure.LackedMemory(drawing.Exit) => Judge(plan, path, drawing.Complaints),
            (_, ToolEnd.TimedOut) => throw RecognitionErrors.PageTimeout(plan.Page, options.Value.PageTimeLimit),
            (_, ToolEnd.Stopped) => throw RecognitionErrors.Stopped(),
            _ => throw RecognitionErrors.PageCrashed(plan.Page, ToolFailure.Of(tools.PdfToPpm, drawing.Exit)),
        };
    }

    // A blank page without errors is a blank page.
    private static PageImage Judge(PagePlan plan, string path, PdfComplaints complaints)
    {
        var image = plan.Image(path, plan.Dpi);
        var loss = complaints.Loss ?? (complaints.Any && PgmFile.IsBlank(image.Path) ? "nothing of it could be drawn" : null);
        if (loss is null || plan.IsForPreview)
            return image with { Loss = loss };
        image.Dispose();
        throw PdfPageErrors.Damaged(image.Page, loss);
    }

    private static string? Find(int page, WorkFolder folder) =>
        PageFiles.Find(folder, "page-*.pgm", page) is { } path && PgmFile.IsWhole(path) ? path : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Drawing(ToolExit Exit, PdfComplaints Complaints);
}
