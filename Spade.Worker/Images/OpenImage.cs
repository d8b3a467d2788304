using System.Runtime.CompilerServices;
using Spade.Documents.Inspection;
using Spade.Worker.Folders;

namespace Spade.Worker.Images;

/// <summary>An image file that Tesseract reads as it is. Tesseract applies a TIFF's orientation tag by itself.</summary>
/// <param name="pages">The pages to recognise.</param>
/// <param name="images">All pages of a file that may hold several images, in order; null for a file that holds one.</param>
/// <param name="folder">Where the document lies.</param>
internal sealed class OpenImage(IReadOnlyList<int> pages, IReadOnlyList<ImagePage>? images, WorkFolder folder) : OpenDocument(pages)
{
    /// <inheritdoc/>
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
