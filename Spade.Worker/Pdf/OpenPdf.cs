using Spade.Worker.Folders;
using Spade.Worker.Images;

namespace Spade.Worker.Pdf;

/// <summary>A PDF. Its pages are rasterised.</summary>
internal sealed class OpenPdf(IReadOnlyList<int> pages, PdfSource source, WorkFolder folder, PdfRasterizer rasterizer) : OpenDocument(pages)
{
    /// <inheritdoc/>
    public override IAsyncEnumerable<PageImage> ReadAsync(IReadOnlyList<int> pages, CancellationToken cancellationToken) =>
        rasterizer.DrawAsync(source, pages, folder, cancellationToken);
}
