namespace Spade.Worker.Pdf;

/// <summary>The errors that <c>pdftoppm</c> prints while it draws. Its exit code does not show that it left out what it cannot
/// decode.</summary>
/// <remarks>It prints errors for many files that look right, about a font or a note in the margin. So an error counts as a loss only when
/// it says that a picture, a form or the page's own content could not be read. Any other error counts when the page comes out
/// blank.</remarks>
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
        // In older fax codings one bad line is lost; in this one everything below it is lost too.
        ("Bad two dim code", Garbled),
    ];

    /// <summary>True when an error was printed that is not known to be harmless.</summary>
    public bool Any { get; private set; }

    /// <summary>What is lost, as the end of a sentence; null when no loss is known.</summary>
    public string? Loss { get; private set; }

    /// <summary>Judges a line of error output.</summary>
    public void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line) || Harmless.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
            return;
        Any = true;
        Loss ??= Losses.FirstOrDefault(loss => line.Contains(loss.Words, StringComparison.Ordinal)).Damage;
    }
}
