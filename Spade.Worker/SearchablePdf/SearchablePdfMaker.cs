using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Spade.Documents.Inspection;
using Spade.Documents.Outputs;
using Spade.Documents.Pages;
using Spade.Worker.Folders;
using Spade.Worker.SearchablePdf.Images;
using Spade.Worker.SearchablePdf.Layers;
using Spade.Worker.SearchablePdf.Syntax;
using Spade.Worker.SearchablePdf.Updates;

namespace Spade.Worker.SearchablePdf;

/// <summary>Makes the searchable PDF of a document whose pages have all been read. The same document gives the same bytes, whenever and
/// wherever it is made.</summary>
internal sealed class SearchablePdfMaker(
    PagesWithText pagesWithText, BaseFinder bases, PdfUpdate update, ImagePdf images, IOptions<DocumentLimits> limits)
{
    private const int IdLength = 16;

    /// <summary>Makes it.</summary>
    /// <param name="documentId">The document's content id.</param>
    /// <param name="folder">Where the document lies; the result is written there too.</param>
    /// <param name="layouts">What was read on its pages, in order. Gone through more than once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="SearchablePdfException">None can be made of this document.</exception>
    public async Task<PdfAssembly> MakeAsync(
        string documentId, WorkFolder folder, IAsyncEnumerable<(int Page, PageLayout Layout)> layouts, CancellationToken cancellationToken)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(documentId))[..IdLength];
        using var parts = new PdfParts(folder.File("searchable"));
        await using var content = File.OpenRead(folder.Document);
        var mediaType = await DetectAsync(content, cancellationToken);
        switch (await ImageHeaders.ReadAsync(content, mediaType, limits.Value, cancellationToken))
        {
            case ImageInspection.NeedsDecoder:
                await UpdateAsync(folder, layouts, id, parts, cancellationToken);
                break;
            case ImageInspection.Readable file:
                await images.WriteAsync(mediaType, file.Pages, layouts, id, parts, folder, cancellationToken);
                break;
            case var other:
                throw new SearchablePdfException($"the document cannot be opened any more: {other.GetType().Name}");
        }

        return parts.Complete();
    }

    private async Task UpdateAsync(
        WorkFolder folder, IAsyncEnumerable<(int Page, PageLayout Layout)> layouts, byte[] id, PdfParts parts,
        CancellationToken cancellationToken)
    {
        HashSet<int> pages = [];
        await foreach (var (page, layout) in layouts.WithCancellation(cancellationToken))
        {
            if (layout.Source != TextSource.Layer && TextLayer.HasWords(layout))
                pages.Add(page);
        }

        pages.ExceptWith(await pagesWithText.FindAsync(folder, pages, cancellationToken));
        var file = await bases.FindAsync(folder, isUpdated: pages.Count > 0, cancellationToken);
        if (pages.Count > 0 && pages.Max() > file.Structure.Pages.Count)
            throw new SearchablePdfException("the PDF has fewer pages than were read");
        await update.WriteAsync(file, pages, layouts, id, parts, folder, cancellationToken);
    }

    private static async Task<string> DetectAsync(FileStream content, CancellationToken cancellationToken)
    {
        var head = new byte[ContentSniffer.HeadLength];
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return ContentSniffer.Detect(head.AsSpan(0, length)) ?? throw new SearchablePdfException("the document is of no known kind");
    }
}
