using System.Globalization;
using Microsoft.Extensions.Options;
using Spade.Documents.Inspection;
using Spade.Worker.Ocr.Tools;

namespace Spade.Worker.Ocr.Pdf;

/// <summary>Learns a PDF's structure and refuses what must not be rasterised. Nothing is drawn here.</summary>
internal sealed class PdfInspector(ToolRunner runner, Toolchain tools, IOptions<OcrOptions> options, IOptions<DocumentLimits> limits)
{
    private const int NotOpened = 1;
    private const int WrongPageRange = 99;

    private DocumentLimits Limits => limits.Value;

    /// <summary>Counts and measures the pages. An owner password and an empty user password are no obstacle.</summary>
    /// <exception cref="RecognitionException">Not a PDF, closed by a password, without pages, or with too many.</exception>
    public async Task<PdfFacts> InspectAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var output = new PdfInfoOutput();
        var exit = await RunAsync(
            tools.PdfInfo, folder, output.Add, cancellationToken, "-f", "1", "-l", Text(Limits.MaxPages), folder.Document);
        if (exit.End != ToolEnd.Succeeded)
            throw Refusal(exit);
        if (output.PageCount == 0)
            throw RecognitionErrors.NoPages();
        if (output.PageCount > Limits.MaxPages)
            throw RecognitionErrors.TooManyPages(Limits.MaxPages);
        return new PdfFacts(output.PageCount, output.PageSizes);
    }

    /// <summary>Holds pages against the limit on pixels: as drawn, and as stored in them, for an embedded image is decoded whole however
    /// small it is drawn.</summary>
    /// <exception cref="RecognitionException">A page is too large.</exception>
    public async Task CheckPixelsAsync(
        PdfFacts facts, IReadOnlyList<int> pages, int dpi, WorkFolder folder, CancellationToken cancellationToken)
    {
        foreach (var page in pages)
        {
            if (!facts.PageSizes.TryGetValue(page, out var size))
                throw RecognitionErrors.Corrupt($"Page {Text(page)} of the PDF has no size.");
            var (width, height) = size.PixelsAt(dpi);
            if (Limits.IsTooLarge(width, height))
                throw RecognitionErrors.TooManyPixels(page, width, height, Limits.MaxPixelsPerPage);
        }

        await CheckImagesAsync(pages[0], pages[^1], folder, cancellationToken);
    }

    private async Task CheckImagesAsync(int first, int last, WorkFolder folder, CancellationToken cancellationToken)
    {
        var output = new PdfImagesOutput();
        var exit = await RunAsync(
            tools.PdfImages, folder, output.Add, cancellationToken, "-list", "-f", Text(first), "-l", Text(last), folder.Document);
        if (exit.End != ToolEnd.Succeeded)
            throw Refusal(exit);
        if (output.Largest is { } image && Limits.IsTooLarge(image.Width, image.Height))
            throw RecognitionErrors.ImageTooLarge(image.Page, image.Width, image.Height, Limits.MaxPixelsPerPage);
    }

    private Task<ToolExit> RunAsync(
        string program, WorkFolder folder, Action<string> onLine, CancellationToken cancellationToken, params string[] arguments) =>
        runner.RunAsync(
            new ToolCommand(program, folder.Path, options.Value.InspectionTimeLimit, arguments) { OnLine = onLine }, cancellationToken);

    private RecognitionException Refusal(ToolExit exit) => exit switch
    {
        { End: ToolEnd.TimedOut } => RecognitionErrors.InspectionTimeout(options.Value.InspectionTimeLimit),
        { End: ToolEnd.Stopped } => RecognitionErrors.Stopped(),
        // A wrong password and a file that is no PDF share their exit code.
        { Code: NotOpened } when exit.Errors.Contains("Incorrect password", StringComparison.Ordinal) => RecognitionErrors.PasswordRequired(),
        { Code: NotOpened } => RecognitionErrors.Corrupt("The PDF is damaged and cannot be opened."),
        // The first page lies behind the last one: there are none.
        { Code: WrongPageRange } => RecognitionErrors.NoPages(),
        _ => RecognitionErrors.InspectionCrashed(),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
