namespace Spade.Worker.Previews;

/// <summary>The checksum of PNG files, CRC-32.</summary>
internal static class PngChecksum
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <summary>Takes bytes into a checksum that begins and ends with all bits inverted.</summary>
    public static uint Add(uint checksum, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            checksum = Table[(byte)checksum ^ value] ^ (checksum >> 8);
        return checksum;
    }

    private static uint Entry(int value)
    {
        var entry = (uint)value;
        for (var bit = 0; bit < 8; bit++)
            entry = (entry & 1) == 0 ? entry >> 1 : Polynomial ^ (entry >> 1);
        return entry;
    }
}
