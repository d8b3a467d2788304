using System.Globalization;
using System.Text.RegularExpressions;

namespace Spade.Worker.Pdf;

/// <summary>Reads what <c>pdfinfo -box -f 1 -l N</c> prints, line by line.</summary>
/// <remarks>The author's title and subject come first and are printed as they are, line breaks and all, so they can look like anything.
/// Everything that counts comes after the last line that begins with <c>Pages:</c>, for nothing behind that one is the author's.</remarks>
internal sealed partial class PdfInfoOutput
{
    // Points: a millimetre. Nothing that can be read fits in.
    private const double LeastSide = 3;

    private readonly Dictionary<int, (double Width, double Height)> _visible = [];
    private readonly Dictionary<int, PdfPage> _pages = [];

    public int PageCount { get; private set; }

    /// <summary>The pages that are there. One that the file only promises has a size of nothing and no MediaBox.</summary>
    public IReadOnlyDictionary<int, PdfPage> Pages => _pages;

    /// <summary>The first page that an error names as unusable; null when none does. All behind it come under wrong numbers.</summary>
    public int? FirstUnusable { get; private set; }

    public void Add(string line)
    {
        if (PagesLine().Match(line) is { Success: true } pages)
        {
            PageCount = int.Parse(pages.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            _visible.Clear();
            _pages.Clear();
        }
        else if (SizeLine().Match(line) is { Success: true } size)
            _visible[PageOf(size)] = (Number(size.Groups[2]), Number(size.Groups[3]));
        else if (MediaBoxLine().Match(line) is { Success: true } box)
            AddPage(PageOf(box), Number(box.Groups[4]) - Number(box.Groups[2]), Number(box.Groups[5]) - Number(box.Groups[3]));
    }

    public void AddError(string line)
    {
        if (KidLine().Match(line) is { Success: true } kid)
            FirstUnusable ??= PageOf(kid);
    }

    private void AddPage(int page, double width, double height)
    {
        var visible = _visible.GetValueOrDefault(page);
        var isWhole = visible.Width < LeastSide || visible.Height < LeastSide;
        _pages[page] = isWhole ? new PdfPage(width, height, true) : new PdfPage(visible.Width, visible.Height, false);
    }

    private static int PageOf(Match line) => int.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>The author's lines may look like ours and hold anything; what is no number is none of ours.</summary>
    private static double Number(Group group) =>
        double.TryParse(group.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^Pages: +([0-9]{1,9})$")]
    private static partial Regex PagesLine();

    [GeneratedRegex(@"^Page +([0-9]{1,9}) size: +([0-9.e+]{1,30}) x ([0-9.e+]{1,30}) pts")]
    private static partial Regex SizeLine();

    [GeneratedRegex(@"^Page +([0-9]{1,9}) MediaBox: +(-?[0-9.]{1,30}) +(-?[0-9.]{1,30}) +(-?[0-9.]{1,30}) +(-?[0-9.]{1,30})$")]
    private static partial Regex MediaBoxLine();

    [GeneratedRegex(@"Kid object \(page ([0-9]{1,9})\) is wrong type")]
    private static partial Regex KidLine();
}
