using System.Globalization;
using Spade.Worker.Folders;

namespace Spade.Worker.SearchablePdf;

/// <summary>Finds the pages of a PDF that have a text already, visible or not. They get no second one: a search would find every word
/// twice.</summary>
internal sealed class PagesWithText(PdfTools tools)
{
    /// <summary>Looks at these pages.</summary>
    /// <returns>Those of them that have a word.</returns>
    public async Task<IReadOnlySet<int>> FindAsync(WorkFolder folder, IReadOnlySet<int> pages, CancellationToken cancellationToken)
    {
        HashSet<int> found = [];
        if (pages.Count == 0)
            return found;
        var (first, last) = (pages.Min(), pages.Max());
        var page = first - 1;
        await tools.ReadTextAsync(
            folder, last - first + 1, Read, ["-bbox", "-f", Text(first), "-l", Text(last), folder.Document, "-"], cancellationToken);
        return found;

        // The words of the page itself are escaped, so they cannot look like elements.
        void Read(string line)
        {
            if (line.AsSpan().TrimStart().StartsWith("<page ", StringComparison.Ordinal))
                page++;
            else if (line.AsSpan().TrimStart().StartsWith("<word ", StringComparison.Ordinal) && pages.Contains(page))
                found.Add(page);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
