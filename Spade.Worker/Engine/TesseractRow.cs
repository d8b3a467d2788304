using System.Globalization;
using Spade.Documents.Pages;

namespace Spade.Worker.Engine;

/// <summary>A row of Tesseract's table: a page, block, paragraph, line or word.</summary>
/// <param name="Level"><see cref="PageLevel"/> to <see cref="WordLevel"/>.</param>
/// <param name="Block">Number of the block on the page, from 1.</param>
/// <param name="Paragraph">Number of the paragraph in the block, from 1.</param>
/// <param name="Word">The word; null for other levels, and for a word of white space only.</param>
internal readonly record struct TesseractRow(int Level, int Block, int Paragraph, LayoutWord? Word)
{
    public const int PageLevel = 1;
    public const int LineLevel = 4;
    public const int WordLevel = 5;

    private const int Columns = 12;
    private const int BlockColumn = 2;
    private const int ParagraphColumn = 3;
    private const int BoxColumn = 6;
    private const int ConfidenceColumn = 10;
    private const int TextColumn = 11;

    // Tesseract writes six; the layout of every word is stored.
    private const int ConfidenceDigits = 2;

    /// <summary>Reads a row; false for the heading and for rows that are cut.</summary>
    /// <param name="line">The row, without its line break.</param>
    /// <param name="page">Boxes are cut to it.</param>
    /// <param name="row">The row.</param>
    public static bool TryParse(ReadOnlySpan<char> line, PixelBox page, out TesseractRow row)
    {
        Span<Range> cells = stackalloc Range[Columns + 1];
        row = default;
        if (line.Split(cells, '\t') != Columns || !TryNumber(line[cells[0]], out var level))
            return false;
        var word = level == WordLevel ? ReadWord(line, cells, page) : null;
        row = new TesseractRow(level, Number(line[cells[BlockColumn]]), Number(line[cells[ParagraphColumn]]), word);
        return true;
    }

    private static LayoutWord? ReadWord(ReadOnlySpan<char> line, ReadOnlySpan<Range> cells, PixelBox page)
    {
        var text = PageText.Clean(line[cells[TextColumn]]);
        if (text.Length == 0)
            return null;
        var left = Math.Clamp(Number(line[cells[BoxColumn]]), 0, page.Width - 1);
        var top = Math.Clamp(Number(line[cells[BoxColumn + 1]]), 0, page.Height - 1);
        var width = Math.Clamp(Number(line[cells[BoxColumn + 2]]), 1, page.Width - left);
        var height = Math.Clamp(Number(line[cells[BoxColumn + 3]]), 1, page.Height - top);
        var confidence = double.Parse(line[cells[ConfidenceColumn]], NumberStyles.Float, CultureInfo.InvariantCulture);
        confidence = Math.Round(Math.Clamp(confidence, 0, 100), ConfidenceDigits);
        return new LayoutWord(text, new PixelBox(left, top, width, height), confidence);
    }

    private static int Number(ReadOnlySpan<char> cell) => int.Parse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static bool TryNumber(ReadOnlySpan<char> cell, out int number) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
