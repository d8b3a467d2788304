namespace Spade.Documents.Inspection;

/// <summary>Reads a PNG's first chunk, which must be IHDR.</summary>
internal static class PngHeader
{
    private const uint Ihdr = 0x49484452;

    public static async Task<ImagePage> ReadAsync(HeaderReader reader, CancellationToken cancellationToken)
    {
        if (await reader.UInt32Async(12, cancellationToken) != Ihdr)
            throw new DamagedHeaderException("The PNG does not begin with its header.");
        var width = await reader.UInt32Async(16, cancellationToken);
        var height = await reader.UInt32Async(20, cancellationToken);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw new DamagedHeaderException("The PNG's header holds an impossible size.");
        return new ImagePage((int)width, (int)height, 1, Channels(await reader.ByteAsync(25, cancellationToken)));
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
