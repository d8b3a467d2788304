using System.Globalization;
using Microsoft.Extensions.Options;
using Spade.Documents.Inspection;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Reads a PDF's structure and rejects what must not be rasterised. Nothing is drawn here.</summary>
internal sealed class PdfInspector(
    ToolRunner runner, Toolchain tools, PdfPageTree tree, IOptions<OcrOptions> options, IOptions<DocumentLimits> limits)
{
    private const int WrongPageRange = 99;

    private DocumentLimits Limits => limits.Value;

    /// <summary>Counts and measures the pages. A PDF with an owner password only, or with an empty user password, is read. Where the file
    /// states a wrong number of pages, the document in the folder is replaced by a copy that states the right one.</summary>
    /// <exception cref="RecognitionException">It is no PDF, needs a password, has no pages or too many.</exception>
    public async Task<PdfFacts> InspectAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var output = await ReadAsync(folder, cancellationToken);
        // When the pages cannot be counted, poppler must not read the file either: it trusts the number in it, and silently loses pages.
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

    /// <summary>Checks that these pages are in the file.</summary>
    /// <exception cref="RecognitionException">A page is missing, or comes after a missing one and may be another page than its number
    /// says.</exception>
    public static void CheckPresence(PdfFacts facts, IReadOnlyList<int> pages)
    {
        if (facts.FirstMissing is { } missing && pages[^1] >= missing)
        {
            throw RecognitionErrors.Corrupt(
                $"Page {Text(missing)} of the PDF is missing or damaged; only the pages before it can be read.");
        }
    }

    /// <summary>Checks pages against the limit on pixels, as drawn and as stored: an embedded image is decoded whole however small it is
    /// drawn.</summary>
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
        // Page 1 lies after the last page: by its own count the file has none.
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
        var command = Command(tools.PdfImages, folder, "-list", "-f", Text(first), "-l", Text(last), folder.Document) with
        {
            OnLine = output.Add,
        };
        var exit = await runner.RunAsync(command, cancellationToken);
        if (exit.End != ToolEnd.Succeeded)
            throw PdfToolErrors.Of(command, exit);
        if (output.Largest is { } image && Limits.IsTooLarge(image.Width, image.Height))
            throw RecognitionErrors.ImageTooLarge(image.Page, image.Width, image.Height, Limits.MaxPixelsPerPage);
    }

    private ToolCommand Command(string program, WorkFolder folder, params string[] arguments) =>
        new(program, folder.Path, options.Value.InspectionTimeLimit, arguments)
        {
            ProcessorLimit = InspectionBudget.For(folder, options.Value),
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
