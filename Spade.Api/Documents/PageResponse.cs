using Spade.Api.OpenApi;
using Spade.Documents.Pages;

namespace Spade.Api.Documents;

/// <summary>A page as clients see it. Boxes are pixels of the page as it was read, upright and straight; the preview shows the same image,
/// smaller.</summary>
/// <param name="Number">Page number in the document, from 1.</param>
/// <param name="Status">done or failed.</param>
/// <param name="Width">Width in pixels; null when the page could not be read.</param>
/// <param name="Height">Height in pixels; null when the page could not be read.</param>
/// <param name="WidthPoints">Width in points, 1/72 inch; null when the page could not be read.</param>
/// <param name="HeightPoints">Height in points; null when the page could not be read.</param>
/// <param name="Rotation">By how many degrees the page was turned clockwise to be upright: 0, 90, 180 or 270.</param>
/// <param name="Skew">By how many degrees it was then turned clockwise to be straight, -5 to 5.</param>
/// <param name="Source">Where its text comes from: ocr or layer.</param>
/// <param name="Language">The language that it was read in.</param>
/// <param name="Confidence">Mean confidence of its words, 0 to 100; null when it has no words or its text is its own.</param>
/// <param name="Lines">Its lines, in reading order.</param>
/// <param name="Error">Why it could not be read; null when it was.</param>
/// <param name="Links">Addresses of the page's representations.</param>
internal sealed record PageResponse(
    int Number,
    [property: OneOf<PageStatusWords>] string Status,
    int? Width,
    int? Height,
    double? WidthPoints,
    double? HeightPoints,
    int? Rotation,
    double? Skew,
    [property: OneOf<PageSourceWords>] string? Source,
    string? Language,
    double? Confidence,
    IReadOnlyList<PageLine> Lines,
    DocumentError? Error,
    PageLinks Links)
{
    /// <param name="documentId">The page's document.</param>
    /// <param name="page">A page that has a layout or an error.</param>
    public static PageResponse From(string documentId, PageResult page)
    {
        var links = PageLinks.To(documentId, page.Number, hasImage: page.Layout is not null);
        if (page.Layout is not { } layout)
        {
            return new PageResponse(
                page.Number, PageStatusWords.Failed, null, null, null, null, null, null, null, null, null, [],
                new DocumentError(page.ErrorType!, page.ErrorMessage!), links);
        }

        return new PageResponse(
            page.Number, PageStatusWords.Done, layout.Width, layout.Height, layout.WidthPoints, layout.HeightPoints, layout.Rotation,
            layout.Skew, layout.Source.ToWord(), layout.Language, page.Confidence, [.. layout.Lines.Select(PageLine.From)], null, links);
    }
}

/// <summary>A line of text.</summary>
/// <param name="Block">Number of its block on the page, from 1.</param>
/// <param name="Paragraph">Number of its paragraph in the block, from 1.</param>
/// <param name="Box">Where it is.</param>
/// <param name="Words">Its words, in reading order.</param>
internal sealed record PageLine(int Block, int Paragraph, PageBox Box, IReadOnlyList<PageWord> Words)
{
    public static PageLine From(LayoutLine line) =>
        new(line.Block, line.Paragraph, PageBox.From(line.Box), [.. line.Words.Select(PageWord.From)]);
}

/// <summary>A word.</summary>
/// <param name="Text">The word.</param>
/// <param name="Box">Where it is.</param>
/// <param name="Confidence">0 to 100; null for text that the page had of its own.</param>
internal sealed record PageWord(string Text, PageBox Box, double? Confidence)
{
    public static PageWord From(LayoutWord word) => new(word.Text, PageBox.From(word.Box), word.Confidence);
}

/// <summary>A rectangle of pixels. The origin is the page's upper left corner.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal sealed record PageBox(int Left, int Top, int Width, int Height)
{
    public static PageBox From(PixelBox box) => new(box.Left, box.Top, box.Width, box.Height);
}

/// <summary>Addresses of a page's representations.</summary>
/// <param name="Self">The page.</param>
/// <param name="Image">Its preview; null when it could not be read.</param>
/// <param name="Document">Its document.</param>
internal sealed record PageLinks(string Self, string? Image, string Document)
{
    public static PageLinks To(string id, int page, bool hasImage)
    {
        var self = FormattableString.Invariant($"/documents/{id}/pages/{page}");
        return new PageLinks(self, hasImage ? self + "/image" : null, $"/documents/{id}");
    }
}
