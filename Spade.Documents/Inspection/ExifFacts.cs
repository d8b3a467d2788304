using System.Buffers.Binary;

namespace Spade.Documents.Inspection;

/// <summary>What is read of an image's EXIF data: a small TIFF directory. A picture is not rejected for bad EXIF, so whatever is missing or
/// damaged is null.</summary>
/// <param name="Orientation">1 to 8.</param>
/// <param name="Density">The resolution.</param>
internal sealed record ExifFacts(int? Orientation, PixelDensity? Density)
{
    /// <summary>Longest EXIF data that is read, in bytes: a JPEG segment's most.</summary>
    public const int MaxLength = ushort.MaxValue;

    private const ushort OrientationTag = 0x0112;
    private const ushort XResolutionTag = 0x011A;
    private const ushort YResolutionTag = 0x011B;
    private const ushort UnitTag = 0x0128;
    private const int EntryLength = 12;
    private const int Inch = 2;

    /// <summary>Nothing known.</summary>
    public static ExifFacts None { get; } = new(null, null);

    /// <summary>What EXIF data begins with in a JPEG, and sometimes in a WebP.</summary>
    public static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    /// <summary>Reads EXIF data, with or without its prefix.</summary>
    public static ExifFacts Read(ReadOnlySpan<byte> data)
    {
        var tiff = data.StartsWith(Prefix) ? data[Prefix.Length..] : data;
        if (tiff.Length < 8 || !(tiff.StartsWith("II"u8) || tiff.StartsWith("MM"u8)))
            return None;
        var little = tiff[0] == 'I';
        var directory = UInt32(tiff[4..], little);
        if (directory > tiff.Length - 2)
            return None;
        var entries = tiff[(int)directory..];
        var count = UInt16(entries, little);
        int? orientation = null;
        double x = 0, y = 0;
        var unit = Inch;
        for (var i = 0; i < count && 2 + (i + 1) * EntryLength <= entries.Length; i++)
        {
            var entry = entries.Slice(2 + i * EntryLength, EntryLength);
            switch (UInt16(entry, little))
            {
                case OrientationTag:
                    orientation = UInt16(entry[8..], little) is var value and >= 1 and <= 8 ? value : null;
                    break;
                case XResolutionTag:
                    x = Rational(tiff, UInt32(entry[8..], little), little);
                    break;
                case YResolutionTag:
                    y = Rational(tiff, UInt32(entry[8..], little), little);
                    break;
                case UnitTag:
                    unit = UInt16(entry[8..], little);
                    break;
            }
        }

        return new ExifFacts(orientation, PixelDensity.InTiffUnit(x, y, unit));
    }

    private static double Rational(ReadOnlySpan<byte> tiff, uint offset, bool little) =>
        offset <= tiff.Length - 8 && UInt32(tiff[((int)offset + 4)..], little) is var divisor and > 0
            ? (double)UInt32(tiff[(int)offset..], little) / divisor
            : 0;

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
