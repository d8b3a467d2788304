using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.Ocr;

/// <summary>A time counts only when the pages were read. <c>peers/ocr.sh</c> asks the same of the others.</summary>
internal static class OcrTruth
{
    /// <summary>A page that was read upside down has next to no word in common with what it says.</summary>
    private const double Share = 0.9;

    /// <summary>Holds a text with a form feed between pages against the true one.</summary>
    /// <exception cref="BenchmarkException">A page lacks too many of its words.</exception>
    internal static void Check(string text, string truthFile, int pages)
    {
        var (read, truth) = (text.Split('\f'), File.ReadAllText(truthFile).Split('\f'));
        for (var page = 0; page < pages; page++)
        {
            var expected = Words(truth[page]);
            if (page >= read.Length || expected.Intersect(Words(read[page])).Count() < Share * expected.Count)
                throw new BenchmarkException($"Page {page + 1} was not read.");
        }
    }

    private static HashSet<string> Words(string page) =>
        [.. string.Concat(page.Select(letter => char.IsLetter(letter) ? letter : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
