using System.Globalization;
using System.Text;
using Spade.Documents.Pages;

namespace Spade.Documents.Formats;

/// <summary>Writes one page of hOCR. Ids are unique in the document, because they hold the page number.</summary>
internal sealed class HocrPage(StringBuilder text, int number, string language)
{
    private static readonly IFormatProvider Plain = CultureInfo.InvariantCulture;

    private int _block;
    private int _paragraph;
    private int _line;
    private int _word;

    public void Write(PageLayout layout)
    {
        var page = Box(new PixelBox(0, 0, layout.Width, layout.Height));
        var (across, down) = (Dpi(layout.Width, layout.WidthPoints), Dpi(layout.Height, layout.HeightPoints));
        text.Append(Plain, $"  <div class=\"ocr_page\" id=\"page_{number}\" title=\"{page}; ");
        text.Append(Plain, $"ppageno {number - 1}; scan_res {across} {down}\">\n");
        foreach (var block in LayoutBlock.Of(layout))
        {
            text.Append(Plain, $"   <div class=\"ocr_carea\" id=\"block_{number}_{++_block}\" title=\"{Box(block.Box)}\">\n");
            foreach (var paragraph in block.Paragraphs)
                Write(paragraph);
            text.Append("   </div>\n");
        }

        text.Append("  </div>\n");
    }

    private void Write(LayoutParagraph paragraph)
    {
        text.Append(Plain, $"    <p class=\"ocr_par\" id=\"par_{number}_{++_paragraph}\" lang=\"");
        XmlText.Append(text, language);
        text.Append(Plain, $"\" title=\"{Box(paragraph.Box)}\">\n");
        foreach (var line in paragraph.Lines)
        {
            // The layout has no baseline: the lower edge of the line's box stands for it.
            text.Append(Plain, $"     <span class=\"ocr_line\" id=\"line_{number}_{++_line}\" title=\"{Box(line.Box)}; baseline 0 0\">\n");
            foreach (var word in line.Words)
                Write(word);
            text.Append("     </span>\n");
        }

        text.Append("    </p>\n");
    }

    private void Write(LayoutWord word)
    {
        text.Append(Plain, $"      <span class=\"ocrx_word\" id=\"word_{number}_{++_word}\" title=\"{Box(word.Box)}");
        if (word.Confidence is { } confidence)
            text.Append(Plain, $"; x_wconf {confidence:0}");
        text.Append("\">");
        XmlText.Append(text, word.Text);
        text.Append("</span>\n");
    }

    private static string Box(PixelBox box) => string.Create(
        Plain, $"bbox {box.Left} {box.Top} {box.Left + box.Width} {box.Top + box.Height}");

    private static string Dpi(int pixels, double points) => Math.Round(pixels * 72 / points).ToString(Plain);
}
