using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Spade.Tests.SearchablePdf;

/// <summary>A word and its box in points, from the upper left corner of the page.</summary>
internal sealed partial record PlacedWord(string Text, double Left, double Top, double Right, double Bottom)
{
    /// <summary>Reads what <c>pdftotext -bbox</c> writes.</summary>
    public static IReadOnlyList<PlacedWord> Parse(string xml) =>
    [
        .. Words().Matches(xml).Select(match => new PlacedWord(
            WebUtility.HtmlDecode(match.Groups[5].Value), Number(match, 1), Number(match, 2), Number(match, 3), Number(match, 4))),
    ];

    /// <summary>Asserts that no side is further away than this.</summary>
    public void AssertNear(PlacedWord other, double distance)
    {
        Assert.Equal(other.Text, Text);
        var furthest = new[] { Left - other.Left, Top - other.Top, Right - other.Right, Bottom - other.Bottom }.Max(Math.Abs);
        Assert.True(furthest <= distance, $"{this} is {furthest:0.0} points away from {other}");
    }

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("""<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">(.*?)</word>""")]
    private static partial Regex Words();
}
