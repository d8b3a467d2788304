using System.Globalization;
using Spade.Documents.Inspection;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Images;

/// <summary>A PNG without transparency, whose compressed rows a PDF holds as they are.</summary>
internal static class PngImage
{
    private const uint Palette = 0x504C5445;
    private const uint Transparency = 0x74524E53;
    private const uint Data = 0x49444154;
    private const uint End = 0x49454E44;

    // Length, type and checksum.
    private const int ChunkOverhead = 12;

    /// <summary>Reads the chunks; null for a PNG with transparency or with interlaced rows.</summary>
    public static StoredImage? Read(FileBytes file, ImagePage page)
    {
        var header = file.Read(24, 5);
        var (bits, color, interlace) = (header[0], header[1], header[4]);
        if (color is not (0 or 2 or 3) || interlace != 0)
            return null;
        byte[]? palette = null;
        List<ByteRange> ranges = [];
        for (long position = 8; position < file.Length;)
        {
            var length = file.UInt32(position);
            var type = file.UInt32(position + 4);
            if (type == End)
                break;
            if (type == Transparency || length > file.Length - position - ChunkOverhead)
                return null;
            if (type == Palette)
                palette = file.Read(position + 8, (int)Math.Min(length, 3 * 256));
            else if (type == Data)
                ranges.Add(new ByteRange(position + 8, length));
            position += length + ChunkOverhead;
        }

        return ranges.Count > 0 && Colors(color, palette) is { } colors
            ? new StoredImage(page.Width, page.Height, Entries(page.Width, bits, color == 2 ? 3 : 1, colors), ranges)
            : null;
    }

    private static string? Colors(byte color, byte[]? palette) => (color, palette) switch
    {
        (0, _) => "/DeviceGray",
        (2, _) => "/DeviceRGB",
        (_, { Length: >= 3 }) => string.Create(
            CultureInfo.InvariantCulture, $"[/Indexed /DeviceRGB {palette.Length / 3 - 1} {PdfStrings.Hex(palette)}]"),
        _ => null,
    };

    private static string Entries(int width, byte bits, int channels, string colors) => string.Create(
        CultureInfo.InvariantCulture,
        $"/ColorSpace {colors} /BitsPerComponent {bits} /Filter /FlateDecode "
        + $"/DecodeParms << /Predictor 15 /Colors {channels} /BitsPerComponent {bits} /Columns {width} >>");
}
