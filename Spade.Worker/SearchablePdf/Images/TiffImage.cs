using System.Globalization;
using Spade.Documents.Inspection;

namespace Spade.Worker.SearchablePdf.Images;

/// <summary>An image of a TIFF whose bytes a PDF holds as they are: faxes and deflated images in one strip, and uncompressed
/// ones.</summary>
internal static class TiffImage
{
    private const int MostStrips = 4096;

    private const ushort BitsTag = 258, CompressionTag = 259, PhotometricTag = 262, FillOrderTag = 266, OffsetsTag = 273;
    private const ushort SamplesTag = 277, RowsPerStripTag = 278, LengthsTag = 279, PlanarTag = 284;
    private const ushort FaxOptionsTag = 292, PredictorTag = 317, TilesTag = 322, ExtraSamplesTag = 338, SampleFormatTag = 339;

    /// <summary>Reads a directory; null for an image of any other kind.</summary>
    public static StoredImage? Read(FileBytes file, ImagePage page)
    {
        if (TiffTags.Read(file, page.DirectoryAt) is not { } tags || !IsPlain(tags) || Ranges(file, tags) is not { } ranges)
            return null;
        var (bits, samples) = ((int)(tags.First(BitsTag) ?? 1), (int)(tags.First(SamplesTag) ?? 1));
        if (tags.All(BitsTag, samples).Any(other => other != bits) || Colors(tags.First(PhotometricTag), samples) is not { } colors)
            return null;
        var compression = tags.First(CompressionTag) ?? 1;
        var entries = compression switch
        {
            1 when bits is 1 or 2 or 4 or 8 => Text($"/ColorSpace {colors} /BitsPerComponent {bits}"),
            3 or 4 when bits == 1 && samples == 1 => Fax(tags, page, isG4: compression == 4),
            8 or 32946 when bits is 1 or 2 or 4 or 8 => Deflated(tags, page, bits, samples, colors),
            _ => null,
        };
        var whole = compression == 1 ? Rows(ranges, tags, page, ((long)page.Width * bits * samples + 7) / 8) : ranges;
        return entries is not null && whole is not null && (whole.Count == 1 || compression == 1)
            ? new StoredImage(page.Width, page.Height, entries, whole) { Orientation = page.Orientation }
            : null;
    }

    private static bool IsPlain(TiffTags tags) =>
        tags.Count(TilesTag) == 0 && tags.Count(ExtraSamplesTag) == 0 && tags.First(FillOrderTag) is null or 1
        && tags.First(SampleFormatTag) is null or 1 && (tags.First(PlanarTag) is null or 1 || tags.First(SamplesTag) is null or 1);

    private static List<ByteRange>? Ranges(FileBytes file, TiffTags tags)
    {
        var offsets = tags.All(OffsetsTag, MostStrips);
        var lengths = tags.All(LengthsTag, MostStrips);
        if (offsets.Count == 0 || offsets.Count != lengths.Count || tags.Count(OffsetsTag) > MostStrips)
            return null;
        var ranges = offsets.Zip(lengths, (offset, length) => new ByteRange(offset, length)).ToList();
        return ranges.TrueForAll(range => range.Length > 0 && range.Offset + range.Length <= file.Length) ? ranges : null;
    }

    /// <summary>The rows of an uncompressed image: a strip may have padding behind them, which would be drawn. Null when rows are
    /// missing.</summary>
    private static List<ByteRange>? Rows(List<ByteRange> strips, TiffTags tags, ImagePage page, long rowLength)
    {
        var perStrip = Math.Clamp(tags.First(RowsPerStripTag) ?? page.Height, 1, page.Height);
        if (strips.Count != (page.Height + perStrip - 1) / perStrip)
            return null;
        var rows = strips.Select((strip, i) => strip with { Length = Math.Min(perStrip, page.Height - i * perStrip) * rowLength }).ToList();
        return rows.Zip(strips).All(pair => pair.First.Length <= pair.Second.Length) ? rows : null;
    }

    private static string? Colors(long? photometric, int samples) => (photometric, samples) switch
    {
        (0, 1) => "/DeviceGray /Decode [1 0]",
        (1, 1) => "/DeviceGray",
        (2, 3) => "/DeviceRGB",
        (5, 4) => "/DeviceCMYK",
        _ => null,
    };

    // Where 0 is white, what the fax calls black is black. Otherwise it stands for 1, which is white.
    private static string? Fax(TiffTags tags, ImagePage page, bool isG4)
    {
        var options = isG4 ? 0 : tags.First(FaxOptionsTag) ?? 0;
        var isUncompressed = (options & 2) != 0;
        var k = isG4 ? -1 : (options & 1) != 0 ? 4 : 0;
        var blackIsOne = tags.First(PhotometricTag) == 1 ? " /BlackIs1 true" : "";
        return isUncompressed
            ? null
            : Text($"/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode ")
                + Text($"/DecodeParms << /K {k} /Columns {page.Width} /Rows {page.Height}{blackIsOne} >>");
    }

    private static string? Deflated(TiffTags tags, ImagePage page, int bits, int samples, string colors) => tags.First(PredictorTag) switch
    {
        null or 1 => Text($"/ColorSpace {colors} /BitsPerComponent {bits} /Filter /FlateDecode"),
        2 when bits == 8 => Text($"/ColorSpace {colors} /BitsPerComponent {bits} /Filter /FlateDecode ")
            + Text($"/DecodeParms << /Predictor 2 /Colors {samples} /BitsPerComponent {bits} /Columns {page.Width} >>"),
        _ => null,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
