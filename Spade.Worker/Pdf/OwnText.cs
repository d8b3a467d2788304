using Spade.Documents.Pages;
using Spade.Worker.Errors;
using Spade.Worker.Folders;
using Spade.Worker.Images;
using Spade.Worker.Pixels;

namespace Spade.Worker.Pdf;

/// <summary>Adds the text that a page has of its own to the page's image.</summary>
internal sealed class OwnText(OwnTextReader reader, OwnTextSample sample)
{
    /// <summary>Adds the text, or leaves the page to be recognised.</summary>
    /// <param name="pdf">The document.</param>
    /// <param name="plan">The page.</param>
    /// <param name="image">Its image.</param>
    /// <param name="source"><see cref="TextSource.Layer"/>: the text is added whatever it is, and its absence is the page's problem.
    /// <see cref="TextSource.Auto"/>: it is added where it is sound.</param>
    /// <param name="language">Tesseract's name of the language.</param>
    /// <param name="folder">Where temporary files go.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<PageImage> AddAsync(
        string pdf, PagePlan plan, PageImage image, TextSource source, string language, WorkFolder folder,
        CancellationToken cancellationToken)
    {
        var (lines, loss) = await reader.TryReadAsync(pdf, plan, folder, cancellationToken);
        var layout = lines is null ? null : OwnTextLayout.Of(lines, plan.Size, image, language);
        if (source == TextSource.Layer)
            return Taken(plan.Page, image, layout, loss);
        return layout is not null && await IsSoundAsync(layout, image, language, folder, cancellationToken)
            ? image with { OwnText = layout }
            : image;
    }

    private async Task<bool> IsSoundAsync(
        PageLayout layout, PageImage image, string language, WorkFolder folder, CancellationToken cancellationToken) =>
        OwnTextCharacters.AreSound(layout)
        && OwnTextInk.IsCovered(layout, image.Path)
        && await sample.AgreesAsync(layout, image, language, folder, cancellationToken);

    // A picture that cannot be decoded takes nothing from the text. A blank page without text is an empty page, here as elsewhere.
    private static PageImage Taken(int page, PageImage image, PageLayout? layout, string? textLoss)
    {
        var isTaken = textLoss is null
            && (layout is { Lines.Count: > 0 } || (layout is not null && image.Loss is null && PgmFile.IsBlank(image.Path)));
        if (isTaken)
            return image with { OwnText = layout };
        image.Dispose();
        return PageImage.Missing(
            page,
            (textLoss ?? image.Loss) is { } loss ? PdfPageErrors.Damaged(page, loss)
            : layout is null ? PdfPageErrors.UnreadableTextLayer(page)
            : PdfPageErrors.NoTextLayer(page));
    }
}
