namespace Spade.Documents.Inspection;

/// <summary>Reads a PNG's first chunk, which must be IHDR, and looks for its resolution and EXIF data among the others. EXIF may come after
/// the pixels.</summary>
internal static class PngHeader
{
    private const uint Ihdr = 0x49484452;
    private const uint Phys = 0x70485973;
    private const uint Exif = 0x65584966;
    private const int FirstChunk = 8;
    private const int ChunkOverhead = 12; // length, type, checksum
    private const int PhysLength = 9;

    public static async Task<ImagePage> ReadAsync(HeaderReader reader, CancellationToken cancellationToken)
    {
        if (await reader.UInt32Async(12, cancellationToken) != Ihdr)
            throw new DamagedHeaderException("The PNG does not begin with its header.");
        var width = await reader.UInt32Async(16, cancellationToken);
        var height = await reader.UInt32Async(20, cancellationToken);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw new DamagedHeaderException("The PNG's header holds an impossible size.");
        var channels = Channels(await reader.ByteAsync(25, cancellationToken));
        return await WithFactsAsync(new ImagePage((int)width, (int)height, 1, channels), reader, cancellationToken);
    }

    // A PNG that ends early is found by its decoder; these facts are only looked for.
    private static async Task<ImagePage> WithFactsAsync(ImagePage page, HeaderReader reader, CancellationToken cancellationToken)
    {
        long position = FirstChunk;
        while (position + ChunkOverhead <= reader.Length)
        {
            var length = await reader.UInt32Async(position, cancellationToken);
            var type = await reader.UInt32Async(position + 4, cancellationToken);
            var data = position + 8;
            position += ChunkOverhead + length;
            if (position > reader.Length)
                break;
            if (type == Phys && length == PhysLength)
                page = page with { Density = await DensityAsync(reader, data, cancellationToken) };
            else if (type == Exif && length <= ExifFacts.MaxLength)
            {
                var exif = ExifFacts.Read(await reader.BytesAsync(data, (int)length, cancellationToken));
                page = page with { Orientation = exif.Orientation ?? page.Orientation, Density = page.Density ?? exif.Density };
            }
        }

        return page;
    }

    private static async Task<PixelDensity?> DensityAsync(HeaderReader reader, long position, CancellationToken cancellationToken)
    {
        var x = await reader.UInt32Async(position, cancellationToken);
        var y = await reader.UInt32Async(position + 4, cancellationToken);
        var isPerMetre = await reader.ByteAsync(position + 8, cancellationToken) == 1;
        return isPerMetre ? PixelDensity.PerMetre(x, y) : PixelDensity.Of(x, y, isPerInch: false);
    }

    // The pixels of a palette (3) are decoded to colours.
    private static int Channels(byte colorType) => colorType switch
    {
        0 => 1,
        4 => 2,
        2 or 3 => 3,
        6 => 4,
        _ => throw new DamagedHeaderException("The PNG's header holds an unknown colour type."),
    };
}
