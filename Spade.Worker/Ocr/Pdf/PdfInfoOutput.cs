using System.Globalization;
using System.Text.RegularExpressions;

namespace Spade.Worker.Ocr.Pdf;

/// <summary>Reads what <c>pdfinfo -f 1 -l N</c> prints, line by line.</summary>
/// <remarks>The author's title and subject come first and are printed as they are, line breaks and all, so they can look like anything.
/// Everything that counts comes after the last line that begins with <c>Pages:</c>, for nothing behind that one is the author's.</remarks>
internal sealed partial class PdfInfoOutput
{
    private readonly Dictionary<int, PdfPageSize> _sizes = [];

    public int PageCount { get; private set; }

    public IReadOnlyDictionary<int, PdfPageSize> PageSizes => _sizes;

    public void Add(string line)
    {
        if (PagesLine().Match(line) is { Success: true } pages)
        {
            PageCount = int.Parse(pages.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            _sizes.Clear();
        }
        else if (SizeLine().Match(line) is { Success: true } size)
            _sizes[int.Parse(size.Groups[1].ValueSpan, CultureInfo.InvariantCulture)] = new PdfPageSize(Number(size.Groups[2]), Number(size.Groups[3]));
    }

    private static double Number(Group group) => double.Parse(group.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Pages: +([0-9]{1,9})$")]
    private static partial Regex PagesLine();

    [GeneratedRegex(@"^Page +([0-9]{1,9}) size: +([0-9.e+]{1,30}) x ([0-9.e+]{1,30}) pts")]
    private static partial Regex SizeLine();
}
