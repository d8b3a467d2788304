using System.Globalization;

namespace Spade.Documents.Pages;

/// <summary>Page numbers in a sentence.</summary>
public static class PageList
{
    /// <summary>Most page numbers that a sentence names.</summary>
    public const int MostNamed = 20;

    /// <summary>Such as <c>2, 5-7</c>, or <c>1-20 and 30 more</c>.</summary>
    /// <param name="pages">The numbers, in order; those after the first <see cref="MostNamed"/> are not named.</param>
    /// <param name="count">How many pages there are, if the list holds only the first; null when it holds all.</param>
    public static string Format(IReadOnlyList<int> pages, int? count = null)
    {
        ArgumentNullException.ThrowIfNull(pages);
        List<(int First, int Last)> ranges = [];
        foreach (var page in pages.Take(MostNamed))
        {
            if (ranges.Count > 0 && ranges[^1].Last == page - 1)
                ranges[^1] = (ranges[^1].First, page);
            else
                ranges.Add((page, page));
        }

        var text = string.Join(", ", ranges.Select(range => range.First == range.Last ? Text(range.First) : Text(range.First, range.Last)));
        var more = (count ?? pages.Count) - Math.Min(pages.Count, MostNamed);
        return more > 0 ? string.Create(CultureInfo.InvariantCulture, $"{text} and {more} more") : text;
    }

    private static string Text(int page) => page.ToString(CultureInfo.InvariantCulture);

    private static string Text(int first, int last) => string.Create(CultureInfo.InvariantCulture, $"{first}-{last}");
}
