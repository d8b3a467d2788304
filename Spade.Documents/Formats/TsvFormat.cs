using System.Globalization;
using System.Text;
using Spade.Documents.Pages;

namespace Spade.Documents.Formats;

/// <summary>Tesseract's TSV: twelve columns, one row for each page, block, paragraph, line and word (levels 1 to 5). <c>page_num</c> is the
/// page number in the document.</summary>
public sealed class TsvFormat : ILayoutFormat
{
    /// <summary>What Tesseract writes where there is no confidence.</summary>
    private const string NoConfidence = "-1";

    /// <inheritdoc/>
    public void WriteHead(StringBuilder text, LayoutHeading heading, int pages) => text.Append(
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n");

    /// <inheritdoc/>
    public void WritePage(StringBuilder text, int number, PageLayout layout)
    {
        Append(text, new Row(1, number, 0, 0, 0, 0), new PixelBox(0, 0, layout.Width, layout.Height));
        foreach (var block in LayoutBlock.Of(layout))
        {
            var row = new Row(2, number, block.Number, 0, 0, 0);
            Append(text, row, block.Box);
            foreach (var paragraph in block.Paragraphs)
            {
                Append(text, row with { Level = 3, Paragraph = paragraph.Number }, paragraph.Box);
                foreach (var (index, line) in paragraph.Lines.Index())
                    AppendLine(text, row with { Level = 4, Paragraph = paragraph.Number, Line = index + 1 }, line);
            }
        }
    }

    /// <summary>Nothing: a row needs the size of the page, which is unknown.</summary>
    public void WriteUnread(StringBuilder text, EndedPage page)
    {
    }

    /// <inheritdoc/>
    public void WriteFoot(StringBuilder text)
    {
    }

    private static void AppendLine(StringBuilder text, Row row, LayoutLine line)
    {
        Append(text, row, line.Box);
        foreach (var (index, word) in line.Words.Index())
        {
            var confidence = word.Confidence?.ToString("0.######", CultureInfo.InvariantCulture) ?? NoConfidence;
            Append(text, row with { Level = 5, Word = index + 1 }, word.Box, confidence, word.Text);
        }
    }

    private static void Append(StringBuilder text, Row row, PixelBox box, string confidence = NoConfidence, string word = "")
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"{row.Level}\t{row.Page}\t{row.Block}\t{row.Paragraph}\t{row.Line}\t{row.Word}\t");
        text.Append(CultureInfo.InvariantCulture, $"{box.Left}\t{box.Top}\t{box.Width}\t{box.Height}\t{confidence}\t");
        // The format has no escapes. A control character, such as a tab or a line break in a PDF's own text, would break the row.
        foreach (var character in word)
            text.Append(char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character);
        text.Append('\n');
    }

    private readonly record struct Row(int Level, int Page, int Block, int Paragraph, int Line, int Word);
}
