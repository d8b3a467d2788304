using System.Globalization;

namespace Spade.Worker.Pdf;

/// <summary>Finds the largest image in the output of <c>pdfimages -list</c>: a table of numbers, one line per image.</summary>
internal sealed class PdfImagesOutput
{
    private const int PageColumn = 0;
    private const int WidthColumn = 3;
    private const int HeightColumn = 4;

    /// <summary>The image with the most pixels, or null when there are none.</summary>
    public (int Page, long Width, long Height)? Largest { get; private set; }

    /// <summary>Reads a line of the output.</summary>
    public void Add(string line)
    {
        var columns = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length <= HeightColumn
            || !TryNumber(columns[PageColumn], out var page)
            || !TryNumber(columns[WidthColumn], out var width)
            || !TryNumber(columns[HeightColumn], out var height))
            return;
        if (Largest is not { } largest || (Int128)width * height > (Int128)largest.Width * largest.Height)
            Largest = ((int)page, width, height);
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= int.MaxValue;
}
