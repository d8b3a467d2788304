using Spade.Documents.Pages;

namespace Spade.Documents.Formats;

/// <summary>A block of a page: a column, a heading, a table cell.</summary>
/// <param name="Number">Its number on the page.</param>
/// <param name="Box">Where it is; holds all its lines.</param>
/// <param name="Paragraphs">Its paragraphs.</param>
internal sealed record LayoutBlock(int Number, PixelBox Box, IReadOnlyList<LayoutParagraph> Paragraphs)
{
    /// <summary>The blocks of a page in the order of their first lines.</summary>
    public static IEnumerable<LayoutBlock> Of(PageLayout layout) =>
        from line in layout.Lines
        group line by line.Block into block
        select new LayoutBlock(block.Key, Around(block), [.. ParagraphsOf(block)]);

    private static IEnumerable<LayoutParagraph> ParagraphsOf(IEnumerable<LayoutLine> lines) =>
        from line in lines
        group line by line.Paragraph into paragraph
        select new LayoutParagraph(paragraph.Key, Around(paragraph), [.. paragraph]);

    private static PixelBox Around(IEnumerable<LayoutLine> lines)
    {
        var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, int.MinValue, int.MinValue);
        foreach (var box in lines.Select(line => line.Box))
        {
            (left, top) = (Math.Min(left, box.Left), Math.Min(top, box.Top));
            (right, bottom) = (Math.Max(right, box.Left + box.Width), Math.Max(bottom, box.Top + box.Height));
        }

        return new PixelBox(left, top, right - left, bottom - top);
    }
}

/// <summary>A paragraph of a block.</summary>
/// <param name="Number">Its number in the block.</param>
/// <param name="Box">Where it is; holds all its lines.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record LayoutParagraph(int Number, PixelBox Box, IReadOnlyList<LayoutLine> Lines);
