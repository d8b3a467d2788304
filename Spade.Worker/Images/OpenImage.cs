using System.Runtime.CompilerServices;
using Spade.Worker.Folders;

namespace Spade.Worker.Images;

/// <summary>An image file. Its pages are converted to what Tesseract is given.</summary>
/// <param name="pages">The pages to recognise.</param>
/// <param name="file">The file.</param>
/// <param name="folder">Where the page images go.</param>
/// <param name="converter">Makes them.</param>
internal sealed class OpenImage(IReadOnlyList<int> pages, ImageFile file, WorkFolder folder, ImageConverter converter) : OpenDocument(pages)
{
    /// <inheritdoc/>
    public override async IAsyncEnumerable<PageImage> ReadAsync(
        IReadOnlyList<int> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = await TiffCopy.UprightAsync(file, folder, cancellationToken);
        foreach (var page in pages)
            yield return await converter.ConvertAsync(source, page, folder, cancellationToken);
    }
}
