using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Spade.Documents.Inspection;

/// <summary>Which pages of a document to recognise, written like <c>1-3,7</c>. Always sorted and merged, without repeats.</summary>
public sealed class PageSelection
{
    /// <summary>Longest text that is parsed, in characters.</summary>
    public const int MaxLength = 1000;

    /// <summary>Highest page number.</summary>
    public const int MaxPage = 999_999;

    private readonly IReadOnlyList<PageRange> _ranges;

    private PageSelection(IReadOnlyList<PageRange> ranges) => _ranges = ranges;

    /// <summary>Parses page numbers and ranges, separated by commas; spaces around them are ignored.</summary>
    /// <param name="text">For example <c>7, 1-3</c>.</param>
    /// <param name="selection">The selection, or null.</param>
    /// <param name="error">Null, or a sentence that names the part that is wrong and the fix.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out PageSelection? selection, [NotNullWhen(false)] out string? error)
    {
        selection = null;
        error = null;
        if (text.Length > MaxLength)
        {
            error = $"The page selection has {text.Length} characters; {MaxLength} are the most.";
            return false;
        }

        List<PageRange> ranges = [];
        foreach (var part in text.Split(','))
        {
            if (!PageRange.TryParse(part.Trim(), out var range, out error))
                return false;
            ranges.Add(range);
        }

        selection = new PageSelection(Merge(ranges));
        return true;
    }

    /// <summary>Applies the selection to a document.</summary>
    /// <param name="pageCount">How many pages the document has.</param>
    /// <param name="pages">The page numbers in order, or null.</param>
    /// <param name="error">Null, or a sentence that names the page past the end.</param>
    public bool TryApply(int pageCount, [NotNullWhen(true)] out IReadOnlyList<int>? pages, [NotNullWhen(false)] out string? error)
    {
        var last = _ranges[^1].Last;
        if (last > pageCount)
        {
            pages = null;
            error = $"Page {last} was asked for, but the document has {pageCount} {(pageCount == 1 ? "page" : "pages")}.";
            return false;
        }

        pages = [.. _ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1))];
        error = null;
        return true;
    }

    /// <summary>Whether a page was asked for.</summary>
    public bool Contains(int page) => _ranges.Any(range => range.First <= page && page <= range.Last);

    /// <summary>The canonical form: equal selections give equal text.</summary>
    public override string ToString() => string.Join(',', _ranges);

    private static List<PageRange> Merge(List<PageRange> ranges)
    {
        List<PageRange> merged = [];
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            else
                merged.Add(range);
        }

        return merged;
    }

    private sealed record PageRange(int First, int Last)
    {
        public static bool TryParse(string part, [NotNullWhen(true)] out PageRange? range, [NotNullWhen(false)] out string? error)
        {
            range = null;
            error = null;
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            if (!TryNumber(dash < 0 ? part : part[..dash], out var first) || !TryNumber(dash < 0 ? part : part[(dash + 1)..], out var last))
                error = $"'{part}' is not a page or a range of pages; write numbers from 1 to {MaxPage}, such as 1-3,7.";
            else if (last < first)
                error = $"The range '{part}' runs backwards; write {last}-{first}.";
            else
                range = new PageRange(first, last);
            return range is not null;
        }

        public override string ToString() => First == Last
            ? First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

        private static bool TryNumber(string text, out int number) =>
            int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= MaxPage;
    }
}
