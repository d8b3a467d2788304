namespace Spade.Worker.Pdf;

/// <summary>What <c>pdftoppm</c> complains of while it draws. Its exit code tells nothing: what it cannot decode it leaves out.</summary>
/// <remarks>Many files that look well are complained of, for a font or a note in the margin. So a complaint counts as a loss only where it
/// says that a picture, a form or the page's own content could not be had; any other counts when the page comes out empty.</remarks>
internal sealed class PdfComplaints
{
    private const string Missing = "a picture or a form that it shows is missing";
    private const string Garbled = "what it shows cannot be decoded";

    private static readonly string[] Harmless = ["Syntax Warning", "Config Error", "Unimplemented Feature"];

    private static readonly (string Words, string Damage)[] Losses =
    [
        ("XObject '", Missing),
        ("Weird page contents", "it has no content that can be read"),
        ("Bad image parameters", Garbled),
        ("Unknown filter", Garbled),
        ("in flate stream", Garbled),
        ("Bad LZW stream", Garbled),
        ("JBIG2", Garbled),
        ("Did no succeed opening JPX Stream.", Garbled),
        ("Could not find start of jpeg data", Garbled),
        // A line of an older fax is lost alone; in this coding everything below is.
        ("Bad two dim code", Garbled),
    ];

    /// <summary>True when there was anything to complain of.</summary>
    public bool Any { get; private set; }

    /// <summary>What is lost, as the end of a sentence; null when nothing is known to be.</summary>
    public string? Loss { get; private set; }

    public void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line) || Harmless.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
            return;
        Any = true;
        Loss ??= Losses.FirstOrDefault(loss => line.Contains(loss.Words, StringComparison.Ordinal)).Damage;
    }
}
