using Microsoft.Extensions.Options;
using Spade.Documents.Documents;
using Spade.Documents.Inspection;
using Spade.Documents.Pages;
using Spade.Worker.Errors;
using Spade.Worker.Folders;

namespace Spade.Worker.Pdf;

/// <summary>Decides how the image of each page is made, and which pages must not be drawn.</summary>
internal sealed class PagePlanner(PdfInspector inspector, IOptions<DocumentLimits> limits)
{
    // Of the page's area: what a scanner's margin leaves, and poppler's rounding of coarse resolutions.
    private const double MostOfThePage = 0.8;

    // Pixels of the shorter side.
    private const int LeastSide = 100;

    // A page that shows an image of one proportion in another stretches it.
    private const double MostStretch = 0.03;

    private DocumentLimits Limits => limits.Value;

    /// <summary>Plans these pages.</summary>
    /// <param name="facts">The document's structure.</param>
    /// <param name="pages">Page numbers in order.</param>
    /// <param name="dpi">The resolution that was asked for.</param>
    /// <param name="text">Where the text is taken from.</param>
    /// <param name="folder">Where the document lies.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    /// <exception cref="RecognitionException">No page can be read, or the pages take too long to inspect.</exception>
    public async Task<IReadOnlyList<PagePlan>> PlanAsync(
        PdfFacts facts, IReadOnlyList<int> pages, int dpi, TextSource text, WorkFolder folder, CancellationToken cancellationToken)
    {
        var images = await inspector.ListImagesAsync(pages, folder, cancellationToken);
        var plans = pages.Select(page => Plan(facts, page, dpi, text, images.GetValueOrDefault(page))).ToList();
        return plans.All(plan => plan.Problem is not null)
            ? throw new RecognitionException(RecognitionFault.Document, plans[0].Problem!.Error)
            : plans;
    }

    /// <summary>True when pixels are clearly not square.</summary>
    /// <param name="ratio">Their height divided by their width.</param>
    public static bool IsStretched(double ratio) => Math.Abs(ratio - 1) > MostStretch;

    private PagePlan Plan(PdfFacts facts, int page, int dpi, TextSource text, DrawnImages? images)
    {
        var size = facts.Pages.GetValueOrDefault(page) ?? new PdfPage(0, 0, false);
        var plan = new PagePlan(page, size, dpi);
        if (facts.FirstUnusable is { } first && page >= first)
            return plan with { Problem = PdfPageErrors.Unusable(page, first) };
        if (facts.Missing.Contains(page))
            return plan with { Problem = PdfPageErrors.Missing(page) };
        // An image is decoded whole, however small it is drawn.
        if (images?.Largest is { } largest && Limits.IsTooLarge(largest.Width, largest.Height))
            return plan with { Problem = PdfPageErrors.ImageTooLarge(page, largest.Width, largest.Height, Limits.MaxPixelsPerPage) };
        if (text == TextSource.Layer)
            return plan with { Dpi = Math.Min(dpi, PreviewDpi(size)), IsForPreview = true };
        return Fit(plan, images);
    }

    /// <summary>Gives a page that is too large the resolution of the image on it, if that is most of the page.</summary>
    private PagePlan Fit(PagePlan plan, DrawnImages? images)
    {
        if (IsTooLarge(plan))
        {
            var fitting = plan with { Dpi = (int)Math.Ceiling(images?.Widest is { } image && CoversMost(plan, image) ? image.Dpi : 0) };
            if (fitting.Dpi == 0 || fitting.Dpi > plan.Dpi || IsTooLarge(fitting))
                return plan with { Problem = TooLarge(plan, Limits.MaxPixelsPerPage) };
            plan = fitting;
        }

        return images?.Only is { } only && MayBeThePage(only, plan) ? plan with { FullPageImage = only } : plan;
    }

    private bool IsTooLarge(PagePlan plan)
    {
        var (width, height) = plan.Size.PixelsAt(plan.Dpi);
        return Limits.IsTooLarge(width, height);
    }

    private static RecognitionException TooLarge(PagePlan plan, long limit) => PdfPageErrors.TooLargeAt(
        plan.Page, plan.Size.PixelsAt(plan.Dpi), plan.Dpi, plan.Size.LargestDpi(limit, RecognitionOptions.MaxDpi), limit);

    private static bool CoversMost(PagePlan plan, DrawnImage image) =>
        image.SquareInches >= MostOfThePage * (plan.Size.Width / 72) * (plan.Size.Height / 72);

    /// <summary>False when the image is certainly not the whole page, or when drawing serves recognition better: an image much coarser than
    /// the resolution that was asked for is enlarged by drawing it, a much finer one takes too long.</summary>
    private static bool MayBeThePage(DrawnImage image, PagePlan plan)
    {
        if (image.Reference is null || Math.Min(image.Width, image.Height) < LeastSide || image.Pixels > PageExtractor.MaxPixels)
            return false;
        var (width, height) = (plan.Size.DisplayedWidth / 72, plan.Size.DisplayedHeight / 72);
        var stretch = image.Width * height / (image.Height * width);
        var stretchOnItsSide = image.Width * width / (image.Height * height);
        if (IsStretched(stretch) && IsStretched(stretchOnItsSide))
            return false;
        var share = Math.Sqrt(image.Pixels / (width * height)) / plan.Dpi;
        return share is >= PageExtractor.LeastShareOfDpi and <= PageExtractor.MostShareOfDpi;
    }

    private static int PreviewDpi(PdfPage size) =>
        (int)Math.Clamp(PreviewImage.MaxSide * 72 / Math.Max(1, Math.Max(size.Width, size.Height)), 1, int.MaxValue);
}
