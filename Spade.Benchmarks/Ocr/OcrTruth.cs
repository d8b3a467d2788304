using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.Ocr;

/// <summary>Checks that the pages were read correctly. <c>peers/ocr.sh</c> does the same for the other subjects.</summary>
internal static class OcrTruth
{
    /// <summary>Share of a page's words that have to be found. A page that was read upside down has almost none of them.</summary>
    private const double Share = 0.9;

    /// <summary>Compares a text, with a form feed between pages, with the true one.</summary>
    /// <exception cref="BenchmarkException">Too many words of a page are missing.</exception>
    internal static void Check(string text, string truthFile, int pages)
    {
        var (read, truth) = (text.Split('\f'), File.ReadAllText(truthFile).Split('\f'));
        for (var page = 0; page < pages; page++)
        {
            var expected = Words(truth[page]);
            if (page >= read.Length || expected.Intersect(Words(read[page])).Count() < Share * expected.Count)
                throw new BenchmarkException($"Page {page + 1} was not read correctly.");
        }
    }

    private static HashSet<string> Words(string page) =>
        [.. string.Concat(page.Select(letter => char.IsLetter(letter) ? letter : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
