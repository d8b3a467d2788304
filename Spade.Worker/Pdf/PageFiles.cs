using System.Globalization;
using Spade.Worker.Folders;

namespace Spade.Worker.Pdf;

/// <summary>Finds the files that poppler's programs write, one per page. They pad page numbers with as many zeros as the document's last
/// page needs, so the names are parsed.</summary>
internal static class PageFiles
{
    /// <summary>The file of a page, whose name ends in the page's number.</summary>
    public static string? Find(WorkFolder folder, string pattern, int page) => Directory
        .EnumerateFiles(folder.Path, pattern)
        .FirstOrDefault(path => Numbers(path)[^1] == page);

    /// <summary>The files of a page, whose names end in the page's number and another.</summary>
    public static IReadOnlyList<string> FindNumbered(WorkFolder folder, string pattern, int page) =>
        [.. Directory.EnumerateFiles(folder.Path, pattern).Where(path => Numbers(path)[^2] == page)];

    private static int[] Numbers(string path) =>
    [
        .. Path.GetFileNameWithoutExtension(path).Split('-')
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0),
    ];
}
