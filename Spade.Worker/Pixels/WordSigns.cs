namespace Spade.Worker.Pixels;

/// <summary>Tells whether the ink of a page can be words. Specks of dust, rules and single marks cannot.</summary>
internal static class WordSigns
{
    // Of the page's cells; ruled paper has 4 %. A page of more ink is not looked at: it may hold anything.
    private const double SparseShare = 0.05;

    // Pixels. Tesseract reads no smaller letters.
    private const double LeastLetter = 6;

    // Small marks are letters when three stand side by side: two specks often do. Two larger ones are enough.
    private const int LeastSmall = 3;
    private const int LeastLarge = 2;

    // How many times as long as the least letter: 5 points at 300 dpi.
    private const int LargeMark = 3;

    // Letters closer than a cell are one blob, which is longer than high.
    private const double WordShape = 1.5;

    // Longer and thinner than any word whose letters could be read.
    private const int RuleShape = 10;

    // More marks of a letter's size than dust leaves.
    private const int MostMarks = 500;

    /// <summary>True when the page may hold words, lying in any way.</summary>
    public static bool MayBeIn(InkMap map)
    {
        if (map.InkCells > SparseShare * map.Width * map.Height)
            return true;
        var least = Math.Max(1, (int)Math.Ceiling(LeastLetter / map.PixelsOfCell));
        var marks = new List<InkBlob>();
        foreach (var blob in InkBlob.AllOf(map))
        {
            if (blob.Long < least || (blob.Short <= least && blob.Long > RuleShape * blob.Short))
                continue;
            marks.Add(blob);
            if (marks.Count > MostMarks || (blob.Short > least && blob.Long >= WordShape * blob.Short))
                return true;
        }

        // The letter in the middle of three has both others near; it is near to itself too.
        return marks.Exists(mark => marks.Count(mark.IsNear) >= (mark.Long < LargeMark * least ? LeastSmall : LeastLarge));
    }
}
