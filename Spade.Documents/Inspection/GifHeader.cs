namespace Spade.Documents.Inspection;

/// <summary>Reads a GIF's screen and walks its blocks up to the first image, which is the page. GIF states no resolution.</summary>
internal static class GifHeader
{
    private const byte Image = 0x2C;
    private const byte Extension = 0x21;
    private const int ScreenLength = 13;

    public static async Task<ImagePage> ReadAsync(HeaderReader reader, CancellationToken cancellationToken)
    {
        reader.LittleEndian = true;
        var screenWidth = await reader.UInt16Async(6, cancellationToken);
        var screenHeight = await reader.UInt16Async(8, cancellationToken);
        var position = ScreenLength + ColorTableLength(await reader.ByteAsync(10, cancellationToken));
        while (true)
        {
            switch (await reader.ByteAsync(position, cancellationToken))
            {
                case Image:
                    return await ImageAsync(reader, position + 1, screenWidth, screenHeight, cancellationToken);
                case Extension:
                    position = await SkipBlocksAsync(reader, position + 2, cancellationToken);
                    break;
                default:
                    throw new DamagedHeaderException("The GIF holds no image.");
            }
        }
    }

    // The screen grows with an image that does not fit on it, as it does in browsers.
    private static async Task<ImagePage> ImageAsync(
        HeaderReader reader, long position, int screenWidth, int screenHeight, CancellationToken cancellationToken)
    {
        var left = await reader.UInt16Async(position, cancellationToken);
        var top = await reader.UInt16Async(position + 2, cancellationToken);
        var width = await reader.UInt16Async(position + 4, cancellationToken);
        var height = await reader.UInt16Async(position + 6, cancellationToken);
        if (width == 0 || height == 0)
            throw new DamagedHeaderException("The GIF's first image has an impossible size.");
        return new ImagePage(Math.Max(screenWidth, left + width), Math.Max(screenHeight, top + height), 1, 3) { Left = left, Top = top };
    }

    private static async Task<long> SkipBlocksAsync(HeaderReader reader, long position, CancellationToken cancellationToken)
    {
        while (await reader.ByteAsync(position, cancellationToken) is var length and > 0)
            position += 1 + length;
        return position + 1;
    }

    private static long ColorTableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
}
