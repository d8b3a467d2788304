using System.Globalization;
using Microsoft.Extensions.Options;
using Spade.Documents.Inspection;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Learns a PDF's structure and refuses what must not be rasterised. Nothing is drawn here.</summary>
internal sealed class PdfInspector(
    ToolRunner runner, Toolchain tools, PdfPageTree tree, IOptions<OcrOptions> options, IOptions<DocumentLimits> limits)
{
    private const int WrongPageRange = 99;

    private DocumentLimits Limits => limits.Value;

    /// <summary>Counts and measures the pages. An owner password and an empty user password are no obstacle, nor is a wrong number of pages
    /// in the file: the document in the folder is then replaced by a copy with the right one.</summary>
    /// <exception cref="RecognitionException">Not a PDF, closed by a password, without pages, or with too many.</exception>
    public async Task<PdfFacts> InspectAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var output = await ReadAsync(folder, cancellationToken);
        // Not left to poppler where this one cannot: it believes the file, and loses pages in silence.
        var held = await tree.CountAsync(folder, cancellationToken) ?? throw Uncountable();
        if (held == 0)
            throw RecognitionErrors.NoPages();
        if (held > Limits.MaxPages)
            throw RecognitionErrors.TooManyPages(Limits.MaxPages);
        if (held != output.PageCount && await tree.TryRebuildAsync(folder, cancellationToken))
            output = await ReadAsync(folder, cancellationToken);
        if (held != output.PageCount)
            throw Uncountable();
        return new PdfFacts(output.PageCount, output.Pages) { FirstMissing = FirstMissing(output) };
    }

    /// <summary>Makes sure that these pages are there.</summary>
    /// <exception cref="RecognitionException">One is not, or comes behind one that is not: nobody knows which page that is.</exception>
    public static void CheckPresence(PdfFacts facts, IReadOnlyList<int> pages)
    {
        if (facts.FirstMissing is { } missing && pages[^1] >= missing)
            throw RecognitionErrors.Corrupt($"Page {Text(missing)} of the PDF is missing or damaged; only the pages before it can be read.");
    }

    /// <summary>Holds pages against the limit on pixels: as drawn, and as stored in them, for an embedded image is decoded whole however
    /// small it is drawn.</summary>
    /// <exception cref="RecognitionException">A page is too large.</exception>
    public async Task CheckPixelsAsync(
        PdfFacts facts, IReadOnlyList<int> pages, int dpi, WorkFolder folder, CancellationToken cancellationToken)
    {
        foreach (var page in pages)
        {
            var (width, height) = facts.Pages[page].PixelsAt(dpi);
            if (Limits.IsTooLarge(width, height))
                throw RecognitionErrors.TooManyPixels(page, width, height, Limits.MaxPixelsPerPage);
        }

        await CheckImagesAsync(pages[0], pages[^1], folder, cancellationToken);
    }

    private async Task<PdfInfoOutput> ReadAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var output = new PdfInfoOutput();
        var command = Command(tools.PdfInfo, folder, "-box", "-f", "1", "-l", Text(Limits.MaxPages), folder.Document) with
        {
            OnLine = output.Add,
            OnErrorLine = output.AddError,
        };
        var exit = await runner.RunAsync(command, cancellationToken);
        // The first page lies behind the last one: there are none, by the file's own count.
        return exit.End == ToolEnd.Succeeded || exit.Code == WrongPageRange ? output : throw PdfToolErrors.Of(command, exit);
    }

    private static RecognitionException Uncountable() =>
        RecognitionErrors.Corrupt("The PDF's list of pages is damaged, and its pages cannot be counted.");

    private static int? FirstMissing(PdfInfoOutput output)
    {
        var listed = Enumerable.Range(1, output.PageCount).FirstOrDefault(page => !output.Pages.ContainsKey(page));
        var missing = Math.Min(listed == 0 ? int.MaxValue : listed, output.FirstUnusable ?? int.MaxValue);
        return missing == int.MaxValue ? null : missing;
    }

    private async Task CheckImagesAsync(int first, int last, WorkFolder folder, CancellationToken cancellationToken)
    {
        var output = new PdfImagesOutput();
        var command = Command(tools.PdfImages, folder, "-list", "-f", Text(first), "-l", Text(last), folder.Document) with { OnLine = output.Add };
        var exit = await runner.RunAsync(command, cancellationToken);
        if (exit.End != ToolEnd.Succeeded)
            throw PdfToolErrors.Of(command, exit);
        if (output.Largest is { } image && Limits.IsTooLarge(image.Width, image.Height))
            throw RecognitionErrors.ImageTooLarge(image.Page, image.Width, image.Height, Limits.MaxPixelsPerPage);
    }

    private ToolCommand Command(string program, WorkFolder folder, params string[] arguments) =>
        new(program, folder.Path, options.Value.InspectionTimeLimit, arguments) { ProcessorLimit = InspectionBudget.For(folder, options.Value) };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
