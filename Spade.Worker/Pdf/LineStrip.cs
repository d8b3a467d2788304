using System.Globalization;
using System.Text;
using Spade.Documents.Pages;

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
        using var source = NetpbmReader.TryOpen(page, int.MaxValue);
        if (source is null)
            return false;
        var width = lines.Max(line => line.Width) + 2 * Margin;
        var strips = lines.Select(line => NewStrip(line, width)).ToList();
        var row = new byte[source.Width];
        for (var y = 0; y < source.Height; y++)
        {
            source.ReadRow(row);
            for (var i = 0; i < lines.Count; i++)
            {
                var line = lines[i];
                if (y >= line.Top && y < line.Top + line.Height)
                    row.AsSpan(line.Left, line.Width).CopyTo(strips[i].AsSpan((y - line.Top + Margin) * width + Margin));
            }
        }

        using var target = File.Create(path);
        target.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"P5\n{width} {strips.Sum(strip => strip.Length) / width}\n255\n")));
        foreach (var strip in strips)
            target.Write(strip);
        return true;
    }

    private static byte[] NewStrip(PixelBox line, int width)
    {
        var strip = new byte[(line.Height + 2 * Margin) * width];
        strip.AsSpan().Fill(White);
        return strip;
    }
}
