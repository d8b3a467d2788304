using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Spade.Worker.Ocr.Pages;
using Spade.Worker.Ocr.Tools;

namespace Spade.Worker.Ocr.Pdf;

/// <summary>Draws PDF pages as gray PGM files, a few at a time: one process per page costs twice the processor time, and all pages at
/// once would fill the disk.</summary>
internal sealed class PdfRasterizer(ToolRunner runner, Toolchain tools, PageSlots slots, IOptions<OcrOptions> options)
{
    private const int BatchPages = 4;

    /// <summary>Draws these pages, in order, each batch when it is asked for.</summary>
    /// <param name="pdf">The file.</param>
    /// <param name="pages">Page numbers in order.</param>
    /// <param name="dpi">Resolution.</param>
    /// <param name="folder">Where the images go.</param>
    /// <param name="cancellationToken">Ends the drawing.</param>
    /// <exception cref="RecognitionException">A page cannot be drawn, or not in time.</exception>
    public async IAsyncEnumerable<PageImage> DrawAsync(
        string pdf, IReadOnlyList<int> pages, int dpi, WorkFolder folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (first, last) in Batches(pages))
        {
            var end = await RunAsync(pdf, first, last, dpi, folder, cancellationToken);
            for (var page = first; page <= last; page++)
                yield return await FinishAsync(pdf, page, isAlone: first == last, end, dpi, folder, cancellationToken);
        }
    }

    private static IEnumerable<(int First, int Last)> Batches(IReadOnlyList<int> pages)
    {
        for (var i = 0; i < pages.Count;)
        {
            var length = 1;
            while (length < BatchPages && i + length < pages.Count && pages[i + length] == pages[i] + length)
                length++;
            yield return (pages[i], pages[i] + length - 1);
            i += length;
        }
    }

    private async Task<ToolEnd> RunAsync(
        string pdf, int first, int last, int dpi, WorkFolder folder, CancellationToken cancellationToken)
    {
        using var slot = await slots.AcquireAsync(cancellationToken);
        var command = new ToolCommand(
            tools.PdfToPpm, folder.Path, options.Value.PageTimeLimit,
            "-gray", "-cropbox", "-r", Text(dpi), "-f", Text(first), "-l", Text(last), pdf, folder.File(Prefix(first)));
        return (await runner.RunAsync(command, cancellationToken)).End;
    }

    /// <summary>Takes a page out of its batch; one that the batch did not deliver gets a process to itself, which shows whose fault it was.</summary>
    private async Task<PageImage> FinishAsync(
        string pdf, int page, bool isAlone, ToolEnd end, int dpi, WorkFolder folder, CancellationToken cancellationToken)
    {
        var path = Find(page, folder);
        if (path is null && !isAlone && end != ToolEnd.Stopped)
        {
            end = await RunAsync(pdf, page, page, dpi, folder, cancellationToken);
            path = Find(page, folder);
        }

        return (path, end) switch
        {
            (not null, _) => new PageImage(page, path) { Dpi = dpi, IsTemporary = true },
            (_, ToolEnd.TimedOut) => throw RecognitionErrors.PageTimeout(page, options.Value.PageTimeLimit),
            (_, ToolEnd.Stopped) => throw RecognitionErrors.Stopped(),
            _ => throw RecognitionErrors.PageCrashed(page),
        };
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
}
