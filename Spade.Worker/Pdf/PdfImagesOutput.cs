using System.Globalization;

namespace Spade.Worker.Pdf;

/// <summary>Reads the output of <c>pdfimages -list</c>: a table, one line for each time that a page draws an image or a mask.</summary>
internal sealed class PdfImagesOutput
{
    private const int PageColumn = 0;
    private const int TypeColumn = 2;
    private const int WidthColumn = 3;
    private const int HeightColumn = 4;
    private const int ObjectColumn = 10;
    private const int GenerationColumn = 11;
    private const int AcrossColumn = 12;
    private const int DownColumn = 13;
    private const int Columns = 16;

    private readonly Dictionary<int, DrawnImages> _pages = [];

    /// <summary>What each page draws, by page number. A page that draws no image is not in it.</summary>
    public IReadOnlyDictionary<int, DrawnImages> Pages => _pages;

    /// <summary>Reads a line of the output.</summary>
    public void Add(string line)
    {
        var cells = line.Split(' ', Columns + 1, StringSplitOptions.RemoveEmptyEntries);
        if (cells.Length <= HeightColumn
            || !TryNumber(cells[PageColumn], out var page)
            || !TryNumber(cells[WidthColumn], out var width)
            || !TryNumber(cells[HeightColumn], out var height))
            return;
        if (!_pages.TryGetValue((int)page, out var images))
            _pages[(int)page] = images = new DrawnImages();
        images.Add(ImageOf(cells, width, height));
    }

    // An image that stands in the page's content has the word "[inline]" in place of its object's two numbers.
    private static DrawnImage ImageOf(string[] cells, long width, long height)
    {
        var image = new DrawnImage(width, height);
        if (cells.Length != Columns
            || !TryNumber(cells[ObjectColumn], out var number)
            || !TryNumber(cells[GenerationColumn], out var generation)
            || !TryNumber(cells[AcrossColumn], out var across)
            || !TryNumber(cells[DownColumn], out var down))
            return image;
        return image with
        {
            Reference = cells[TypeColumn] == "image" ? string.Create(CultureInfo.InvariantCulture, $"{number} {generation} R") : null,
            SquareInches = across * down == 0 ? 0 : (double)width * height / ((double)across * down),
        };
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= int.MaxValue;
}
