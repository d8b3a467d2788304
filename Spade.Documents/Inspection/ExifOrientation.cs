using System.Buffers.Binary;

namespace Spade.Documents.Inspection;

/// <summary>Finds the orientation tag in a JPEG's EXIF segment: a small TIFF directory after a prefix of six bytes.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const int EntryLength = 12;

    /// <summary>The first bytes of an EXIF segment.</summary>
    public static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    /// <summary>1 to 8, or null when the segment is not EXIF, has no such tag or is damaged: a picture is not rejected for its camera's
    /// bad EXIF.</summary>
    public static int? Find(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith(Prefix))
            return null;
        var tiff = segment[Prefix.Length..];
        if (tiff.Length < 8)
            return null;
        var little = tiff[0] == 'I';
        var directory = UInt32(tiff[4..], little);
        if (directory > tiff.Length - 2)
            return null;
        var entries = tiff[(int)directory..];
        var count = UInt16(entries, little);
        for (var i = 0; i < count && 2 + (i + 1) * EntryLength <= entries.Length; i++)
        {
            var entry = entries[(2 + i * EntryLength)..];
            if (UInt16(entry, little) == Tag)
                return UInt16(entry[8..], little) is var value and >= 1 and <= 8 ? value : null;
        }

        return null;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
