using Spade.Documents.Pages;
using Spade.Worker.Pixels;

namespace Spade.Worker.Pdf;

/// <summary>Writes a few lines of a page, one below the other, as an image of their own (PGM).</summary>
internal static class LineStrip
{
    private const byte White = 255;

    // Recognition needs some paper around the letters, and a word's box may cut them.
    private const int Margin = 12;

    /// <summary>Writes the image.</summary>
    /// <param name="page">The page's image.</param>
    /// <param name="lines">Places of the lines.</param>
    /// <param name="path">The file to write.</param>
    /// <returns>False when the page's image cannot be read.</returns>
    public static bool TryWrite(string page, IReadOnlyList<PixelBox> lines, string path)
    {
        using var source = NetpbmReader.TryOpen(page);
        if (source is null)
            return false;
        var width = lines.Max(line => line.Width) + 2 * Margin;
        using var target = new PgmWriter(path, width, lines.Sum(line => line.Height + 2 * Margin));
        foreach (var line in lines)
            target.WriteRows(StripOf(source, line, width));
        return true;
    }

    private static byte[] StripOf(NetpbmReader source, PixelBox line, int width)
    {
        var strip = new byte[(line.Height + 2 * Margin) * width];
        strip.AsSpan().Fill(White);
        for (var row = 0; row < line.Height; row++)
            source.ReadPart(line.Top + row, line.Left, strip.AsSpan((row + Margin) * width + Margin, line.Width));
        return strip;
    }
}
