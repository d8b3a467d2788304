using System.Numerics;

namespace Spade.Worker.Pixels;

/// <summary>Gives the edges of a page of black and white grays between the two, as a scan in gray has them. Each pixel becomes the mean of
/// the nine around it, weighted 4 for itself, 2 for those beside it and 1 for the corners. Around the page all is white.</summary>
internal sealed class EdgeSmoothing(int width)
{
    // Of a column of three pixels that are white: 1 + 2 + 1.
    private const byte WhiteColumn = 4;

    // One more at each end, and room for the last vector.
    private readonly byte[] _columns = new byte[width + 2 + Vector<byte>.Count];

    /// <summary>True when every pixel is black or white.</summary>
    public static bool IsBlackAndWhite(ReadOnlySpan<byte> pixels) => !pixels.ContainsAnyExcept((byte)0, byte.MaxValue);

    /// <summary>Smooths a row.</summary>
    /// <param name="above">The row above.</param>
    /// <param name="row">The row.</param>
    /// <param name="below">The row below.</param>
    /// <param name="result">Receives the row.</param>
    public void Write(ReadOnlySpan<byte> above, ReadOnlySpan<byte> row, ReadOnlySpan<byte> below, Span<byte> result)
    {
        AddColumns(above, row, below);
        var x = 0;
        for (; x <= width - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var middle = new Vector<byte>(_columns, x + 1);
            var sum = new Vector<byte>(_columns, x) + middle + middle + new Vector<byte>(_columns, x + 2);
            // Of sixteen parts; sixteen become 255.
            (Vector.ShiftLeft(sum, 4) - Vector.ShiftRightLogical(sum, 4)).CopyTo(result[x..]);
        }

        for (; x < width; x++)
        {
            var sum = _columns[x] + 2 * _columns[x + 1] + _columns[x + 2];
            result[x] = (byte)((sum << 4) - (sum >> 4));
        }
    }

    private void AddColumns(ReadOnlySpan<byte> above, ReadOnlySpan<byte> row, ReadOnlySpan<byte> below)
    {
        var x = 0;
        for (; x <= width - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var middle = White(row[x..]);
            (White(above[x..]) + middle + middle + White(below[x..])).CopyTo(_columns, x + 1);
        }

        for (; x < width; x++)
            _columns[x + 1] = (byte)((above[x] & 1) + 2 * (row[x] & 1) + (below[x] & 1));
        _columns[0] = _columns[width + 1] = WhiteColumn;
    }

    private static Vector<byte> White(ReadOnlySpan<byte> pixels) => new Vector<byte>(pixels) & Vector<byte>.One;
}
