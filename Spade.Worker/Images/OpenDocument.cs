using System.Runtime.CompilerServices;
using Spade.Documents.Inspection;
using Spade.Worker.Folders;
using Spade.Worker.Pdf;

namespace Spade.Worker.Images;

/// <summary>A document that has passed inspection.</summary>
internal abstract class OpenDocument(IReadOnlyList<int> pages)
{
    /// <summary>The pages to recognise, in order.</summary>
    public IReadOnlyList<int> Pages { get; } = pages;

    /// <summary>Hands out images of some of the pages, in order, making them as they are asked for.</summary>
    public abstract IAsyncEnumerable<PageImage> ReadAsync(IReadOnlyList<int> pages, CancellationToken cancellationToken);
}

/// <summary>A PDF: its pages have to be drawn.</summary>
internal sealed class OpenPdf(IReadOnlyList<int> pages, PdfSource source, WorkFolder folder, PdfRasterizer rasterizer) : OpenDocument(pages)
{
    public override IAsyncEnumerable<PageImage> ReadAsync(IReadOnlyList<int> pages, CancellationToken cancellationToken) =>
        rasterizer.DrawAsync(source, pages, folder, cancellationToken);
}

/// <summary>An image file that Tesseract reads as it is. It applies a TIFF's orientation by itself.</summary>
/// <param name="pages">The pages to recognise.</param>
/// <param name="images">All pages of a file that may hold several images, in order; null for a file that holds one.</param>
/// <param name="folder">Where the document lies.</param>
internal sealed class OpenImage(IReadOnlyList<int> pages, IReadOnlyList<ImagePage>? images, WorkFolder folder) : OpenDocument(pages)
{
    public override async IAsyncEnumerable<PageImage> ReadAsync(
        IReadOnlyList<int> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var page in pages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new PageImage(page, folder.Document) { Index = images?[page - 1].Directory };
        }
    }
}

/// <summary>A JPEG whose EXIF tag says that it lies on its side, on its head, or is mirrored.</summary>
internal sealed class OpenTurnedJpeg(IReadOnlyList<int> pages, ImagePage image, WorkFolder folder, PdfRasterizer rasterizer)
    : OpenDocument(pages)
{
    public override async IAsyncEnumerable<PageImage> ReadAsync(
        IReadOnlyList<int> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pdf = folder.File("turned.pdf");
        await JpegInPdf.WriteAsync(folder.Document, image, pdf, cancellationToken);
        await foreach (var page in rasterizer.DrawAsync(new PdfSource(pdf, JpegInPdf.Dpi), pages, folder, cancellationToken))
            yield return page with { Dpi = null };
    }
}
