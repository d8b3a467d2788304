namespace Spade.Documents.Inspection;

/// <summary>Reads a BMP's header: the old one of 12 bytes, or one of its longer successors.</summary>
internal static class BmpHeader
{
    /// <summary>How many bytes <see cref="IsBmp"/> needs.</summary>
    public const int Length = 30;

    private const int CoreLength = 12;
    private const int InfoLength = 40;
    private const uint Uncompressed = 0;
    private const uint BitFields = 3;

    // Two letters are little to go by, so the length of the header that follows and the number of planes must be right too.
    private static readonly uint[] HeaderLengths = [CoreLength, 16, 40, 52, 56, 64, 108, 124];

    /// <summary>True when a file begins like a BMP.</summary>
    public static bool IsBmp(ReadOnlySpan<byte> head)
    {
        if (head.Length < Length || !head.StartsWith("BM"u8))
            return false;
        var header = BitConverter.ToUInt32(head[14..]);
        return HeaderLengths.Contains(header) && BitConverter.ToUInt16(head[(header == CoreLength ? 22 : 26)..]) == 1;
    }

    public static async Task<ImagePage> ReadAsync(HeaderReader reader, CancellationToken cancellationToken)
    {
        reader.LittleEndian = true;
        var pixels = await reader.UInt32Async(10, cancellationToken);
        var header = await reader.UInt32Async(14, cancellationToken);
        var page = header == CoreLength
            ? await CoreAsync(reader, cancellationToken)
            : await InfoAsync(reader, hasDensity: header >= InfoLength, cancellationToken);
        if (page.Width <= 0 || page.Height is <= 0 or > int.MaxValue)
            throw new DamagedHeaderException("The BMP's header holds an impossible size.");
        var row = (page.Width * page.PlainBits + 31) / 32 * 4;
        if (row > 0 && page.Height > (reader.Length - pixels) / row)
            throw new DamagedHeaderException("The BMP is cut: its pixels lie past the end of the file.");
        return new ImagePage((int)page.Width, (int)page.Height, 1, page.PlainBits == 32 ? 4 : 3) { Density = page.Density };
    }

    private static async Task<Facts> CoreAsync(HeaderReader reader, CancellationToken cancellationToken) => new(
        await reader.UInt16Async(18, cancellationToken), await reader.UInt16Async(20, cancellationToken),
        await reader.UInt16Async(24, cancellationToken), null);

    private static async Task<Facts> InfoAsync(HeaderReader reader, bool hasDensity, CancellationToken cancellationToken)
    {
        var width = (int)await reader.UInt32Async(18, cancellationToken);
        // A negative height means that the first row is the top one.
        var height = Math.Abs((long)(int)await reader.UInt32Async(22, cancellationToken));
        var bits = await reader.UInt16Async(28, cancellationToken);
        if (!hasDensity)
            return new Facts(width, height, bits, null);
        var isPlain = await reader.UInt32Async(30, cancellationToken) is Uncompressed or BitFields;
        var density = PixelDensity.PerMetre(
            await reader.UInt32Async(38, cancellationToken), await reader.UInt32Async(42, cancellationToken));
        return new Facts(width, height, isPlain ? bits : 0, density);
    }

    /// <param name="Width">Columns.</param>
    /// <param name="Height">Rows.</param>
    /// <param name="PlainBits">Bits of a pixel; 0 when pixels are compressed.</param>
    /// <param name="Density">The resolution.</param>
    private sealed record Facts(long Width, long Height, int PlainBits, PixelDensity? Density);
}
