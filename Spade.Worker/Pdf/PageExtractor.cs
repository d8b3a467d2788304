using System.Globalization;
using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Pixels;
using Spade.Worker.Processes;

namespace Spade.Worker.Pdf;

/// <summary>Takes the images of pages that are one full-page image out of a PDF, with every pixel as it was scanned. Drawing such a page
/// would blur it, and costs more.</summary>
/// <remarks>Each image is compared with a small drawing of its page, so that what a viewer shows differently (a mask, a table of colours
/// that only a viewer applies) is drawn.</remarks>
internal sealed class PageExtractor(ToolRunner runner, Toolchain tools, ProcessSlots slots, IOptions<OcrOptions> options)
{
    /// <summary>Most pixels of an image that is taken: poppler writes colours with 3 bytes a pixel, within the limit on a file.</summary>
    public const long MaxPixels = 50_000_000;

    /// <summary>Least resolution of an image that is taken, as a share of the one that was asked for. Measured (docs/performance.md): at
    /// 0.67 the image is read better than a drawing of it, in less time.</summary>
    public const double LeastShareOfDpi = 0.6;

    /// <summary>Highest resolution of an image that is taken, as a share of the one that was asked for. Measured (docs/performance.md): at
    /// 1.33 the image takes about as much processor time as a drawing of it, at 2 twice as much, and neither is read worse.</summary>
    public const double MostShareOfDpi = 1.5;

    // The longer side of the drawings, in pixels.
    private const int Side = 600;

    // Of 255 grays. Poppler averages pixels a little differently, and weighs the inks of a colour image differently.
    private const int Tolerance = 48;
    private const double ToleratedShare = 0.02;

    /// <summary>Takes the images of consecutive pages.</summary>
    /// <param name="pdf">The document.</param>
    /// <param name="plans">The pages; each is one image.</param>
    /// <param name="turns">By how many degrees clockwise each page shows its image turned.</param>
    /// <param name="folder">Where the images go.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The images that show what their pages show, by page number. The other pages have to be drawn.</returns>
    public async Task<IReadOnlyDictionary<int, PageImage>> TakeAsync(
        string pdf, IReadOnlyList<PagePlan> plans, IReadOnlyDictionary<int, int> turns, WorkFolder folder,
        CancellationToken cancellationToken)
    {
        var side = (int)Math.Min(Side, plans.Min(plan => Math.Max(plan.FullPageImage!.Width, plan.FullPageImage.Height)) / 2);
        using var slot = await slots.AcquireAsync(folder, cancellationToken);
        var isClean = await RunAsync(
                tools.PdfToPpm, SmallDrawing.Arguments(pdf, plans, side, folder.File("proof")), folder, cancellationToken)
            && await RunAsync(
                tools.PdfImages, ["-p", "-f", Text(plans[0].Page), "-l", Text(plans[^1].Page), pdf, folder.File("image")], folder,
                cancellationToken);
        var images = new Dictionary<int, PageImage>();
        foreach (var plan in plans)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(plan, turns[plan.Page], side, isClean, folder, cancellationToken) is { } image)
                images[plan.Page] = image;
        }

        return images;
    }

    /// <returns>False when the program failed or printed an error: then the pages are drawn, and each is judged by its own
    /// errors.</returns>
    private async Task<bool> RunAsync(string program, string[] arguments, WorkFolder folder, CancellationToken cancellationToken)
    {
        var complaints = new PdfComplaints();
        var command = new ToolCommand(program, folder.Path, options.Value.PageTimeLimit, arguments) { OnErrorLine = complaints.Add };
        var exit = await runner.RunAsync(command, cancellationToken);
        return exit.End switch
        {
            ToolEnd.Stopped => throw RecognitionErrors.Stopped(),
            ToolEnd.Succeeded => !complaints.Any && !ToolFailure.LackedMemory(exit),
            _ => false,
        };
    }

    private static PageImage? TryTake(
        PagePlan plan, int turn, int side, bool isClean, WorkFolder folder, CancellationToken cancellationToken)
    {
        var proof = SmallDrawing.TryTake(folder, "proof", plan.Page, side);
        var files = PageFiles.FindNumbered(folder, "image-*.p?m", plan.Page);
        var image = isClean && proof is not null && files.Count == 1
            ? TryConvert(plan, turn, proof, files[0], folder, cancellationToken)
            : null;
        foreach (var file in files)
            File.Delete(file);
        return image;
    }

    private static PageImage? TryConvert(
        PagePlan plan, int turn, GrayPicture proof, string file, WorkFolder folder, CancellationToken cancellationToken)
    {
        using var source = NetpbmReader.TryOpen(file, MaxPixels);
        var isOnSide = turn is 90 or 270;
        if (source is null)
            return null;
        var (width, height) = isOnSide ? (source.Height, source.Width) : (source.Width, source.Height);
        if (width < proof.Width || height < proof.Height)
            return null;
        var (across, down) = (width / (plan.Size.DisplayedWidth / 72), height / (plan.Size.DisplayedHeight / 72));
        if (PagePlanner.IsStretched(across / down))
            return null;
        var image = plan.Image(folder.File($"scan-{Text(plan.Page)}.pgm"), Math.Sqrt(across * down));
        PgmConversion.Write(source, turn, image.Path, cancellationToken);
        var small = GrayPicture.Scaled(image.Path, proof.Width, proof.Height, cancellationToken);
        if (small.Agrees(proof, Tolerance, ToleratedShare) && small.IsAsDarkAs(proof))
            return image;
        image.Dispose();
        return null;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
