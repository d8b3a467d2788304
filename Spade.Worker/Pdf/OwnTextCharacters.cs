using System.Globalization;
using System.Text;
using Spade.Documents.Pages;

namespace Spade.Worker.Pdf;

/// <summary>Tells text from what comes out of a font that does not say which characters its shapes are.</summary>
internal static class OwnTextCharacters
{
    // A few ornaments and bullets from the private range are in many sound documents.
    private const double ToleratedShare = 0.02;
    private const string NoCharacter = "(cid:";

    /// <summary>True when the text has letters or digits, and almost nothing that is no character.</summary>
    public static bool AreSound(PageLayout layout)
    {
        var (all, good, bad) = (0, 0, 0);
        foreach (var word in layout.Lines.SelectMany(line => line.Words))
        {
            if (word.Text.Contains(NoCharacter, StringComparison.Ordinal))
                bad++;
            foreach (var rune in word.Text.EnumerateRunes())
            {
                all++;
                good += Rune.IsLetterOrDigit(rune) ? 1 : 0;
                bad += IsNoCharacter(rune) ? 1 : 0;
            }
        }

        return good > 0 && bad <= all * ToleratedShare;
    }

    private static bool IsNoCharacter(Rune rune) => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Control or UnicodeCategory.Surrogate;
}
