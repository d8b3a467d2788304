using System.Runtime.CompilerServices;
using Spade.Documents.Inspection;
using Spade.Worker.Folders;
using Spade.Worker.Images;

namespace Spade.Worker.Pdf;

/// <summary>A JPEG whose EXIF orientation tag says that it is rotated or mirrored.</summary>
internal sealed class OpenTurnedJpeg(IReadOnlyList<int> pages, ImagePage image, WorkFolder folder, PdfRasterizer rasterizer)
    : OpenDocument(pages)
{
    /// <inheritdoc/>
    public override async IAsyncEnumerable<PageImage> ReadAsync(
        IReadOnlyList<int> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pdf = folder.File("turned.pdf");
        await JpegInPdf.WriteAsync(folder.Document, image, pdf, cancellationToken);
        var plans = pages.Select(page => new PagePlan(page, new PdfPage(0, 0, false), JpegInPdf.Dpi)).ToList();
        await foreach (var page in rasterizer.DrawAsync(pdf, plans, new DrawingHistory(), folder, cancellationToken))
            yield return page with { Dpi = null };
    }
}
