namespace Spade.Documents.Inspection;

/// <summary>Reads a WebP's first chunk, which states the size in one of three ways, and looks for EXIF data among the others.</summary>
internal static class WebpHeader
{
    private const uint Lossy = 0x20385056; // "VP8 "
    private const uint Lossless = 0x4C385056; // "VP8L"
    private const uint Extended = 0x58385056; // "VP8X"
    private const uint Exif = 0x46495845; // "EXIF"
    private const int FirstChunk = 12;
    private const int FirstData = 20;
    private const uint LossyStart = 0x2A019D;
    private const byte LosslessStart = 0x2F;
    private const byte AlphaFlag = 0x10;
    private const int SideMask = 0x3FFF;

    public static async Task<ImagePage> ReadAsync(HeaderReader reader, CancellationToken cancellationToken)
    {
        reader.LittleEndian = true;
        if (await reader.UInt32Async(4, cancellationToken) > reader.Length - 8)
            throw new DamagedHeaderException("The WebP is cut: it is shorter than its header says.");
        return await reader.UInt32Async(FirstChunk, cancellationToken) switch
        {
            Lossy => await LossyAsync(reader, cancellationToken),
            Lossless => await LosslessAsync(reader, cancellationToken),
            Extended => await ExtendedAsync(reader, cancellationToken),
            _ => throw new DamagedHeaderException("The WebP does not begin with an image."),
        };
    }

    private static async Task<ImagePage> LossyAsync(HeaderReader reader, CancellationToken cancellationToken)
    {
        if ((await reader.UInt32Async(FirstData + 3, cancellationToken) & 0xFFFFFF) != LossyStart)
            throw new DamagedHeaderException("The WebP's image has no header.");
        var width = await reader.UInt16Async(FirstData + 6, cancellationToken) & SideMask;
        var height = await reader.UInt16Async(FirstData + 8, cancellationToken) & SideMask;
        return width > 0 && height > 0
            ? new ImagePage(width, height, 1, 3)
            : throw new DamagedHeaderException("The WebP's header holds an impossible size.");
    }

    private static async Task<ImagePage> LosslessAsync(HeaderReader reader, CancellationToken cancellationToken)
    {
        if (await reader.ByteAsync(FirstData, cancellationToken) != LosslessStart)
            throw new DamagedHeaderException("The WebP's image has no header.");
        // Width and height less one, 14 bits each, then whether there is transparency.
        var bits = await reader.UInt32Async(FirstData + 1, cancellationToken);
        return new ImagePage((int)(bits & SideMask) + 1, (int)(bits >> 14 & SideMask) + 1, 1, (bits >> 28 & 1) == 1 ? 4 : 3);
    }

    private static async Task<ImagePage> ExtendedAsync(HeaderReader reader, CancellationToken cancellationToken)
    {
        var channels = (await reader.ByteAsync(FirstData, cancellationToken) & AlphaFlag) == 0 ? 3 : 4;
        var width = (int)(await reader.UInt32Async(FirstData + 4, cancellationToken) & 0xFFFFFF) + 1;
        var height = (int)(await reader.UInt32Async(FirstData + 6, cancellationToken) >> 8) + 1;
        var exif = await ExifAsync(reader, cancellationToken);
        return new ImagePage(width, height, exif.Orientation ?? 1, channels) { Density = exif.Density };
    }

    private static async Task<ExifFacts> ExifAsync(HeaderReader reader, CancellationToken cancellationToken)
    {
        long position = FirstChunk;
        while (position + 8 <= reader.Length)
        {
            var length = await reader.UInt32Async(position + 4, cancellationToken);
            var isExif = await reader.UInt32Async(position, cancellationToken) == Exif;
            if (isExif && length <= ExifFacts.MaxLength && position + 8 + length <= reader.Length)
                return ExifFacts.Read(await reader.BytesAsync(position + 8, (int)length, cancellationToken));
            // Chunks begin on even offsets.
            position += 8 + length + length % 2;
        }

        return ExifFacts.None;
    }
}
