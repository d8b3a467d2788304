using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Draws PDF pages as gray PGM files, a few per process: one process per page costs twice the processor time, and all pages in one
/// would fill the disk.</summary>
/// <remarks><c>pdftoppm</c> leaves out what it cannot decode and exits with 0. It prints errors, but in a batch they do not say which page
/// they belong to, and some are printed only once. So after the first error of a file each page gets a process to itself, and each page is
/// judged by its own errors.</remarks>
internal sealed class PdfRasterizer(ToolRunner runner, Toolchain tools, ProcessSlots slots, IOptions<OcrOptions> options)
{
    private const int BatchPages = 4;

    /// <summary>Draws these pages in order, each batch when its first page is asked for.</summary>
    /// <param name="source">What to draw.</param>
    /// <param name="pages">Page numbers in order.</param>
    /// <param name="folder">Where the images go.</param>
    /// <param name="cancellationToken">Ends the drawing.</param>
    /// <returns>The images. One of a page that cannot be drawn, or not in time, or that shows less than it should, is missing.</returns>
    /// <exception cref="RecognitionException">Drawing was stopped from outside, or the disk is full.</exception>
    public async IAsyncEnumerable<PageImage> DrawAsync(
        PdfSource source, IReadOnlyList<int> pages, WorkFolder folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var longest = BatchPages;
        for (var i = 0; i < pages.Count;)
        {
            var (first, last) = (pages[i], pages[i] + BatchLength(source, pages, i, longest) - 1);
            var batch = await RunAsync(source, first, last, folder, cancellationToken);
            if (batch.Complaints.Any)
                longest = 1;
            for (var page = first; page <= last; page++, i++)
                yield return await TryFinishAsync(source, page, isAlone: first == last, batch, folder, cancellationToken);
        }
    }

    private async Task<PageImage> TryFinishAsync(
        PdfSource source, int page, bool isAlone, Drawing drawing, WorkFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            return await FinishAsync(source, page, isAlone, drawing, folder, cancellationToken);
        }
        catch (RecognitionException problem) when (problem.ConcernsOnePage)
        {
            return PageImage.Missing(page, problem);
        }
    }

    private static int BatchLength(PdfSource source, IReadOnlyList<int> pages, int start, int longest)
    {
        var length = 1;
        while (length < longest && start + length < pages.Count && pages[start + length] == pages[start] + length
            && source.WholePages.Contains(pages[start + length]) == source.WholePages.Contains(pages[start]))
            length++;
        return length;
    }

    private async Task<Drawing> RunAsync(PdfSource source, int first, int last, WorkFolder folder, CancellationToken cancellationToken)
    {
        using var slot = await slots.AcquireAsync(folder, cancellationToken);
        var complaints = new PdfComplaints();
        string[] arguments =
        [
            .. source.WholePages.Contains(first) ? (string[])[] : ["-cropbox"],
            "-gray", "-r", Text(source.Dpi), "-f", Text(first), "-l", Text(last), source.Path, folder.File(Prefix(first)),
        ];
        var command = new ToolCommand(tools.PdfToPpm, folder.Path, options.Value.PageTimeLimit, arguments)
        {
            OnErrorLine = complaints.Add,
        };
        return new Drawing(await runner.RunAsync(command, cancellationToken), complaints);
    }

    /// <summary>Takes a page out of its batch. A page that the batch did not deliver, or may have drawn in part, gets a process to itself,
    /// which shows whether it is the page that failed.</summary>
    private async Task<PageImage> FinishAsync(
        PdfSource source, int page, bool isAlone, Drawing drawing, WorkFolder folder, CancellationToken cancellationToken)
    {
        var path = Find(page, folder);
        if (!isAlone && (path is null || drawing.Complaints.Any) && drawing.Exit.End != ToolEnd.Stopped)
        {
            if (path is not null)
                File.Delete(path);
            drawing = await RunAsync(source, page, page, folder, cancellationToken);
            path = Find(page, folder);
        }

        return (path, drawing.Exit.End) switch
        {
            // Without memory for a picture pdftoppm leaves it out and exits with 0.
            (not null, _) when !ToolFailure.LackedMemory(drawing.Exit) =>
                Judge(new PageImage(page, path) { Dpi = source.Dpi, IsTemporary = true }, drawing.Complaints),
            (_, ToolEnd.TimedOut) => throw RecognitionErrors.PageTimeout(page, options.Value.PageTimeLimit),
            (_, ToolEnd.Stopped) => throw RecognitionErrors.Stopped(),
            _ => throw RecognitionErrors.PageCrashed(page, ToolFailure.Of(tools.PdfToPpm, drawing.Exit)),
        };
    }

    // A blank page without errors is a blank page.
    private static PageImage Judge(PageImage image, PdfComplaints complaints)
    {
        var loss = complaints.Loss ?? (complaints.Any && PgmFile.IsBlank(image.Path) ? "nothing of it could be drawn" : null);
        if (loss is null)
            return image;
        image.Dispose();
        throw RecognitionErrors.PageDamaged(image.Page, loss);
    }

    // pdftoppm pads page numbers with as many zeros as the document's last page needs, so the names are parsed.
    private static string? Find(int page, WorkFolder folder) => Directory
        .EnumerateFiles(folder.Path, "page-*.pgm")
        .FirstOrDefault(path => NumberOf(path) == page && PgmFile.IsWhole(path));

    private static int NumberOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return int.Parse(name.AsSpan(name.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);
    }

    private static string Prefix(int first) => string.Create(CultureInfo.InvariantCulture, $"page-{first}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Drawing(ToolExit Exit, PdfComplaints Complaints);
}
