using System.Globalization;
using System.Text;

namespace Spade.Worker.SearchablePdf.Layers;

/// <summary>Puts the characters of a word into the order in which they stand on the page, from left to right. PDF shows text in that order,
/// and readers turn words of right-to-left scripts round again.</summary>
internal static class VisualOrder
{
    private static readonly (int First, int Last)[] RightToLeft =
        [(0x590, 0x8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF), (0x10800, 0x10FFF), (0x1E800, 0x1EFFF)];

    /// <summary>The word, turned round if its first letter is written from right to left.</summary>
    public static string Of(string word)
    {
        foreach (var character in word.EnumerateRunes())
        {
            if (!Rune.IsLetter(character))
                continue;
            return RightToLeft.Any(range => character.Value >= range.First && character.Value <= range.Last) ? Reversed(word) : word;
        }

        return word;
    }

    // A mark stays behind the letter that it belongs to.
    private static string Reversed(string word)
    {
        var elements = new List<string>();
        for (var all = StringInfo.GetTextElementEnumerator(word); all.MoveNext();)
            elements.Add(all.GetTextElement());
        elements.Reverse();
        return string.Concat(elements);
    }
}
