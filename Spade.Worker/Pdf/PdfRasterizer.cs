using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Draws PDF pages as gray PGM files, a few at a time: one process per page costs twice the processor time, and all pages at
/// once would fill the disk.</summary>
/// <remarks>The program leaves out what it cannot decode and ends well. It does complain, but for a batch nobody knows of which page, and of
/// some things only once. So a file that was complained of is drawn page by page from then on, and each page is judged by itself.</remarks>
internal sealed class PdfRasterizer(ToolRunner runner, Toolchain tools, ProcessSlots slots, IOptions<OcrOptions> options)
{
    private const int BatchPages = 4;

    /// <summary>Draws these pages, in order, each batch when it is asked for.</summary>
    /// <param name="source">What to draw.</param>
    /// <param name="pages">Page numbers in order.</param>
    /// <param name="folder">Where the images go.</param>
    /// <param name="cancellationToken">Ends the drawing.</param>
    /// <exception cref="RecognitionException">A page cannot be drawn, or not in time, or shows less than it should.</exception>
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
                yield return await FinishAsync(source, page, isAlone: first == last, batch, folder, cancellationToken);
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
        using var slot = await slots.AcquireAsync(cancellationToken);
        var complaints = new PdfComplaints();
        List<string> arguments = ["-gray", "-r", Text(source.Dpi), "-f", Text(first), "-l", Text(last), source.Path, folder.File(Prefix(first))];
        if (!source.WholePages.Contains(first))
            arguments.Insert(0, "-cropbox");
        var command = new ToolCommand(tools.PdfToPpm, folder.Path, options.Value.PageTimeLimit, arguments) { OnErrorLine = complaints.Add };
        return new Drawing(await runner.RunAsync(command, cancellationToken), complaints);
    }

    /// <summary>Takes a page out of its batch. One that the batch did not deliver, or may have drawn in part, gets a process to itself, which
    /// shows whose fault it was.</summary>
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
            (not null, _) => Judge(new PageImage(page, path) { Dpi = source.Dpi, IsTemporary = true }, drawing.Complaints),
            (_, ToolEnd.TimedOut) => throw RecognitionErrors.PageTimeout(page, options.Value.PageTimeLimit),
            (_, ToolEnd.Stopped) => throw RecognitionErrors.Stopped(),
            _ => throw RecognitionErrors.PageCrashed(page, ToolFailure.Of(tools.PdfToPpm, drawing.Exit)),
        };
    }

    // A page that is empty, and of which nothing was complained, is just that.
    private static PageImage Judge(PageImage image, PdfComplaints complaints)
    {
        var loss = complaints.Loss ?? (complaints.Any && PgmFile.IsBlank(image.Path) ? "nothing of it could be drawn" : null);
        if (loss is null)
            return image;
        image.Dispose();
        throw RecognitionErrors.PageDamaged(image.Page, loss);
    }

    // pdftoppm pads page numbers with as many zeros as its last page needs, so the names are read, not guessed.
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
