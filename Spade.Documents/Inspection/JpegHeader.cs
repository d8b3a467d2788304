namespace Spade.Documents.Inspection;

/// <summary>Walks a JPEG's segments up to its frame header (SOFn), past all that may come before it.</summary>
internal static class JpegHeader
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;
    private const byte App0 = 0xE0;
    private const byte App1 = 0xE1;
    private const int JfifLength = 12;
    private const byte PerInch = 1;
    private const byte PerCentimetre = 2;

    private static ReadOnlySpan<byte> JfifPrefix => "JFIF\0"u8;

    public static async Task<ImagePage> ReadAsync(HeaderReader reader, CancellationToken cancellationToken)
    {
        var orientation = 1;
        PixelDensity? jfif = null, exif = null;
        long position = 2;
        while (true)
        {
            (var marker, position) = await NextMarkerAsync(reader, position, cancellationToken);
            if (marker is StartOfScan or EndOfImage)
                throw new DamagedHeaderException("The JPEG has no frame header.");
            if (StandsAlone(marker))
                continue;
            var length = await reader.UInt16Async(position, cancellationToken);
            if (length < 2)
                throw new DamagedHeaderException("The JPEG holds a segment of an impossible length.");
            if (IsFrame(marker))
                return await FrameAsync(reader, position, orientation, cancellationToken) with { Density = Better(jfif, exif) };
            if (marker == App0)
                jfif = await JfifAsync(reader, position + 2, length - 2, cancellationToken) ?? jfif;
            if (marker == App1)
            {
                var facts = await ExifAsync(reader, position + 2, length - 2, cancellationToken);
                (orientation, exif) = (facts.Orientation ?? orientation, facts.Density ?? exif);
            }

            position += length;
        }
    }

    private static async Task<(byte Marker, long Position)> NextMarkerAsync(
        HeaderReader reader, long position, CancellationToken cancellationToken)
    {
        if (await reader.ByteAsync(position, cancellationToken) != 0xFF)
            throw new DamagedHeaderException("The JPEG's segments do not follow one another.");
        byte marker;
        do
            marker = await reader.ByteAsync(++position, cancellationToken);
        while (marker == 0xFF); // Any number of fill bytes may precede a marker.
        return (marker, position + 1);
    }

    private static async Task<ImagePage> FrameAsync(
        HeaderReader reader, long position, int orientation, CancellationToken cancellationToken)
    {
        var height = await reader.UInt16Async(position + 3, cancellationToken);
        var width = await reader.UInt16Async(position + 5, cancellationToken);
        var channels = await reader.ByteAsync(position + 7, cancellationToken);
        if (width == 0 || height == 0 || channels is 0 or > 4)
            throw new DamagedHeaderException("The JPEG's frame header holds an impossible size.");
        return new ImagePage(width, height, orientation, channels);
    }

    // JFIF comes first where it states a unit: programs that change a picture's resolution write it, and may leave EXIF as it was.
    private static PixelDensity? Better(PixelDensity? jfif, PixelDensity? exif) => jfif is { IsPerInch: true } ? jfif : exif ?? jfif;

    private static async Task<PixelDensity?> JfifAsync(HeaderReader reader, long position, int length, CancellationToken cancellationToken)
    {
        if (length < JfifLength)
            return null;
        var prefix = await reader.BytesAsync(position, JfifPrefix.Length, cancellationToken);
        if (!JfifPrefix.SequenceEqual(prefix))
            return null;
        var unit = await reader.ByteAsync(position + 7, cancellationToken);
        var x = await reader.UInt16Async(position + 8, cancellationToken);
        var y = await reader.UInt16Async(position + 10, cancellationToken);
        return unit == PerCentimetre ? PixelDensity.PerCentimetre(x, y) : PixelDensity.Of(x, y, isPerInch: unit == PerInch);
    }

    // XMP uses the same marker and may take megabytes, so the prefix is read first.
    private static async Task<ExifFacts> ExifAsync(HeaderReader reader, long position, int length, CancellationToken cancellationToken)
    {
        if (length < ExifFacts.Prefix.Length)
            return ExifFacts.None;
        var prefix = await reader.BytesAsync(position, ExifFacts.Prefix.Length, cancellationToken);
        return ExifFacts.Prefix.SequenceEqual(prefix)
            ? ExifFacts.Read(await reader.BytesAsync(position, length, cancellationToken))
            : ExifFacts.None;
    }

    private static bool StandsAlone(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

    // C4, C8 and CC share the range but define tables and extensions.
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
