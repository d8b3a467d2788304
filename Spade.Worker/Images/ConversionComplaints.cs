using System.Text.RegularExpressions;

namespace Spade.Worker.Images;

/// <summary>What ImageMagick prints while it decodes an image. It exits with 0 for a JPEG that is cut, and with 1 for a BMP whose header
/// holds a wrong length, so its lines decide whether something is lost.</summary>
/// <remarks>An error counts as a loss and a warning does not, with the exceptions that are listed here. Warnings are mostly about tags and
/// colour profiles.</remarks>
internal sealed partial class ConversionComplaints
{
    private const string Error = "@ error/";
    private const string Warning = "@ warning/";

    // It could not do its work, whatever the image is.
    private static readonly string[] Failures =
        ["security policy", "no decode delegate", "no encode delegate", "unable to open", "unable to write", "unable to create"];

    // The file's length in a BMP's header is often wrong; its pixels are counted when the document is opened.
    private static readonly string[] HarmlessErrors = ["length and filesize do not match"];

    private static readonly string[] Losses =
    [
        // JPEG, also inside a TIFF
        "Premature end of JPEG file", "premature end of data segment", "bad Huffman code", "bad arithmetic code", "instead of RST",
        "JPEGErrorHandler",
        // PNG
        "IDAT: incorrect data check", "IDAT: invalid", "Not enough image data",
        // TIFF. In this fax coding every line depends on the line above.
        "`Fax4Decode'", "Premature EOF", "lack of data", "to avoid buffer overrun",
    ];

    /// <summary>True when part of the image could not be decoded.</summary>
    public bool IsLoss { get; private set; }

    /// <summary>True when the program could not do its work, which says nothing about the image.</summary>
    public bool IsFailure { get; private set; }

    /// <summary>Lines of a fax that were received badly. In the older codings the lines after them are read as usual.</summary>
    public int BadLines { get; private set; }

    /// <summary>Judges a line of error output.</summary>
    public void Add(string line)
    {
        if (Failures.Any(words => line.Contains(words, StringComparison.OrdinalIgnoreCase)))
            IsFailure = true;
        else if (line.Contains("`Fax3Decode", StringComparison.Ordinal) && !line.Contains("Premature EOF", StringComparison.Ordinal))
            BadLines++;
        else if (line.Contains(Error, StringComparison.Ordinal))
            IsLoss |= !HarmlessErrors.Any(words => line.Contains(words, StringComparison.OrdinalIgnoreCase));
        else if (line.Contains(Warning, StringComparison.Ordinal))
            IsLoss |= Losses.Any(words => line.Contains(words, StringComparison.Ordinal)) || SkippedScan().IsMatch(line);
    }

    // Bytes skipped before the next part of the picture: before a restart, a scan or its tables. Before other parts they are padding.
    [GeneratedRegex("extraneous bytes before marker 0x(d[0-7]|da|c4)", RegexOptions.CultureInvariant)]
    private static partial Regex SkippedScan();
}
