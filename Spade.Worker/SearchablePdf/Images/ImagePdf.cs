using System.Globalization;
using System.Text;
using Spade.Documents.Inspection;
using Spade.Documents.Pages;
using Spade.Worker.Folders;
using Spade.Worker.SearchablePdf.Layers;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Images;

/// <summary>Writes a PDF around the images of a document: one page for each, of the size that the image states.</summary>
internal sealed class ImagePdf(ImageReader reader)
{
    private const string Font = "SpadeText";

    // Points for each pixel of a document of which no page was read: 300 dpi.
    private const double UsualScale = 72.0 / 300;

    /// <summary>Writes the PDF.</summary>
    /// <param name="mediaType">What kind of images.</param>
    /// <param name="images">All of them; each becomes a page, also if it was not selected or could not be read.</param>
    /// <param name="layouts">The layouts of those that were read, in order.</param>
    /// <param name="id">Sixteen bytes that name the file.</param>
    /// <param name="parts">Where it is written.</param>
    /// <param name="folder">Where the document lies.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task WriteAsync(
        string mediaType, IReadOnlyList<ImagePage> images, IAsyncEnumerable<(int Page, PageLayout Layout)> layouts, byte[] id,
        PdfParts parts, WorkFolder folder, CancellationToken cancellationToken)
    {
        parts.Write([.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
        var objects = new PdfObjects(parts, 1);
        var (catalog, tree, font) = (objects.Reserve(), objects.Reserve(), objects.Reserve());
        var codes = new CharacterCodes();
        var pages = new List<PdfReference>();
        var scale = UsualScale;
        var file = await reader.OpenAsync(mediaType, images, folder, cancellationToken);
        await using var read = layouts.GetAsyncEnumerator(cancellationToken);
        var more = await read.MoveNextAsync();
        for (var number = 1; number <= images.Count; number++)
        {
            while (more && read.Current.Page < number)
                more = await read.MoveNextAsync();
            if (more)
                scale = Scale(read.Current.Layout);
            var layout = more && read.Current.Page == number ? read.Current.Layout : null;
            var stored = await reader.ReadAsync(file, images[number - 1], folder, cancellationToken);
            if (stored is null && layout is not null)
                throw new SearchablePdfException("an image that was read cannot be decoded any more");
            var size = PageSize.Of(images[number - 1], layout, scale);
            var content = Content(layout, stored, size, codes);
            pages.Add(await WritePageAsync(new Page(tree, font, size, content, stored), objects, parts, folder, cancellationToken));
        }

        GlyphlessFont.Write(objects, font, codes);
        var kids = string.Join(' ', pages);
        objects.Write(tree, string.Create(CultureInfo.InvariantCulture, $"<< /Type /Pages /Kids [{kids}] /Count {pages.Count} >>"));
        objects.Write(catalog, $"<< /Type /Catalog /Pages {tree} >>");
        var name = PdfStrings.Hex(id);
        CrossReferences.WriteTable(parts, objects, $"/Root {catalog} /ID [{name} {name}]", withFree: true);
    }

    private static double Scale(PageLayout layout) => layout.WidthPoints / layout.Width;

    private static string Content(PageLayout? layout, StoredImage? image, PageSize size, CharacterCodes codes)
    {
        var content = new StringBuilder();
        if (layout is not null && TextLayer.HasWords(layout))
            content.Append(TextLayer.Write(layout, LayerGeometry.Of(layout, size.Area), codes, Font));
        if (image is not null)
            content.Append(CultureInfo.InvariantCulture, $"q\n{size.Placing(image.Orientation)} cm\n/Image Do\nQ\n");
        return content.ToString();
    }

    private static async Task<PdfReference> WritePageAsync(
        Page page, PdfObjects objects, PdfParts parts, WorkFolder folder, CancellationToken cancellationToken)
    {
        var content = objects.AddStream("", Encoding.ASCII.GetBytes(page.Content));
        var image = page.Image is null
            ? ""
            : $" /XObject << /Image {await WriteAsync(page.Image, objects, parts, folder, cancellationToken)} >>";
        return objects.Add(
            $"<< /Type /Page /Parent {page.Tree} {page.Size.Entries} /Contents {content} "
            + $"/Resources << /Font << /{Font} {page.Font} >>{image} >> >>");
    }

    private static async Task<PdfReference> WriteAsync(
        StoredImage image, PdfObjects objects, PdfParts parts, WorkFolder folder, CancellationToken cancellationToken)
    {
        var reference = objects.Reserve();
        objects.Begin(reference);
        parts.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"<< /Type /XObject /Subtype /Image /Width {image.Width} /Height {image.Height} {image.Entries} "
            + $"/Length {image.Length} >>\nstream\n"));
        await ImageBytes.WriteAsync(image, parts, folder, cancellationToken);
        parts.Write("\nendstream\nendobj\n");
        return reference;
    }

    private sealed record Page(PdfReference Tree, PdfReference Font, PageSize Size, string Content, StoredImage? Image);
}
