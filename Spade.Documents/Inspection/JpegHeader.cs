namespace Spade.Documents.Inspection;

/// <summary>Walks a JPEG's segments up to its frame header (SOFn), past all that may come before it.</summary>
internal static class JpegHeader
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;
    private const byte App1 = 0xE1;

    public static async Task<ImagePage> ReadAsync(HeaderReader reader, CancellationToken cancellationToken)
    {
        var orientation = 1;
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
                return await FrameAsync(reader, position, orientation, cancellationToken);
            if (marker == App1)
                orientation = await OrientationAsync(reader, position + 2, length - 2, cancellationToken) ?? orientation;
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

    // XMP uses the same marker and may take megabytes, so the prefix is read first.
    private static async Task<int?> OrientationAsync(HeaderReader reader, long position, int length, CancellationToken cancellationToken)
    {
        if (length < ExifOrientation.Prefix.Length)
            return null;
        var prefix = await reader.BytesAsync(position, ExifOrientation.Prefix.Length, cancellationToken);
        return ExifOrientation.Prefix.SequenceEqual(prefix)
            ? ExifOrientation.Find(await reader.BytesAsync(position, length, cancellationToken))
            : null;
    }

    private static bool StandsAlone(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

    // C4, C8 and CC share the range but define tables and extensions.
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
