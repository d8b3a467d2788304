using System.Globalization;
using System.Text.RegularExpressions;

namespace Spade.Worker.Pdf;

/// <summary>Reads what <c>pdfinfo -box -f 1 -l N</c> prints, line by line.</summary>
/// <remarks>The document's title and subject come first and are printed as they are, line breaks included, so they can look like anything.
/// What counts comes after the last line that begins with <c>Pages:</c>, because nothing after it is the author's text.</remarks>
internal sealed partial class PdfInfoOutput
{
    // Points: about a millimetre. No legible text fits in.
    private const double LeastSide = 3;

    private readonly Dictionary<int, (double Width, double Height)> _visible = [];
    private readonly Dictionary<int, int> _rotations = [];
    private readonly Dictionary<int, PdfPage> _pages = [];

    /// <summary>How many pages the file says that it has.</summary>
    public int PageCount { get; private set; }

    /// <summary>The pages that are in the file. For a missing page pdfinfo prints a size of zero and no MediaBox.</summary>
    public IReadOnlyDictionary<int, PdfPage> Pages => _pages;

    /// <summary>The first page that an error calls unusable; null when none does. The pages after it are printed with wrong
    /// numbers.</summary>
    public int? FirstUnusable { get; private set; }

    /// <summary>True when an entry of the page tree is no reference to a page.</summary>
    public bool HasDirectKid { get; private set; }

    /// <summary>Reads a line of output.</summary>
    public void Add(string line)
    {
        if (PagesLine().Match(line) is { Success: true } pages)
        {
            PageCount = int.Parse(pages.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            _visible.Clear();
            _rotations.Clear();
            _pages.Clear();
        }
        else if (SizeLine().Match(line) is { Success: true } size)
            _visible[PageOf(size)] = (Number(size.Groups[2]), Number(size.Groups[3]));
        else if (RotationLine().Match(line) is { Success: true } rotation)
            _rotations[PageOf(rotation)] = int.Parse(rotation.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        else if (MediaBoxLine().Match(line) is { Success: true } box)
            AddPage(PageOf(box), Number(box.Groups[4]) - Number(box.Groups[2]), Number(box.Groups[5]) - Number(box.Groups[3]));
    }

    /// <summary>Reads a line of error output.</summary>
    public void AddError(string line)
    {
        if (KidLine().Match(line) is { Success: true } kid)
            FirstUnusable ??= PageOf(kid);
        HasDirectKid |= line.Contains(") is not an indirect reference (", StringComparison.Ordinal);
    }

    private void AddPage(int page, double width, double height)
    {
        var visible = _visible.GetValueOrDefault(page);
        var isWhole = visible.Width < LeastSide || visible.Height < LeastSide;
        _pages[page] = new PdfPage(isWhole ? width : visible.Width, isWhole ? height : visible.Height, isWhole)
        {
            Rotation = _rotations.GetValueOrDefault(page),
        };
    }

    private static int PageOf(Match line) => int.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    // A line of the title may look like one of pdfinfo's and hold anything, so this must not throw.
    private static double Number(Group group) =>
        double.TryParse(group.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^Pages: +([0-9]{1,9})$")]
    private static partial Regex PagesLine();

    [GeneratedRegex(@"^Page +([0-9]{1,9}) size: +([0-9.e+]{1,30}) x ([0-9.e+]{1,30}) pts")]
    private static partial Regex SizeLine();

    [GeneratedRegex(@"^Page +([0-9]{1,9}) rot: +(0|90|180|270)$")]
    private static partial Regex RotationLine();

    [GeneratedRegex(@"^Page +([0-9]{1,9}) MediaBox: +(-?[0-9.]{1,30}) +(-?[0-9.]{1,30}) +(-?[0-9.]{1,30}) +(-?[0-9.]{1,30})$")]
    private static partial Regex MediaBoxLine();

    [GeneratedRegex(@"Kid object \(page ([0-9]{1,9})\) is wrong type")]
    private static partial Regex KidLine();
}
