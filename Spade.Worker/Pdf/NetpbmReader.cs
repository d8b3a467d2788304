using System.Globalization;

namespace Spade.Worker.Pdf;

/// <summary>Reads images as poppler writes them (PBM, PGM, PPM) row by row as gray.</summary>
internal sealed class NetpbmReader : IDisposable
{
    private const int Buffer = 1 << 16;
    private const int LongestNumber = 9;

    private readonly FileStream _file;
    private readonly byte[] _row;
    private readonly char _kind;

    private NetpbmReader(FileStream file, char kind, int width, int height)
    {
        (_file, _kind, Width, Height) = (file, kind, width, height);
        _row = new byte[BytesOfRow(kind, width)];
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Opens an image, positioned at its first row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">Most pixels that it may have.</param>
    /// <returns>Null when it is no such image, not whole, or too large.</returns>
    public static NetpbmReader? TryOpen(string path, long maxPixels)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, Buffer);
        if (TryReadHeader(file, out var kind, out var width, out var height)
            && (long)width * height is var pixels && pixels > 0 && pixels <= maxPixels
            && file.Length == file.Position + BytesOfRow(kind, width) * height)
            return new NetpbmReader(file, kind, width, height);
        file.Dispose();
        return null;
    }

    /// <summary>Reads a small image.</summary>
    /// <returns>Null when it is no such image, not whole, or too large.</returns>
    public static GrayPicture? TryRead(string path, long maxPixels)
    {
        using var reader = TryOpen(path, maxPixels);
        if (reader is null)
            return null;
        var pixels = new byte[reader.Width * reader.Height];
        for (var y = 0; y < reader.Height; y++)
            reader.ReadRow(pixels.AsSpan(y * reader.Width, reader.Width));
        return new GrayPicture(reader.Width, reader.Height, pixels);
    }

    /// <summary>Reads the next row; 0 is black.</summary>
    public void ReadRow(Span<byte> gray)
    {
        if (_kind == '5')
        {
            _file.ReadExactly(gray);
            return;
        }

        _file.ReadExactly(_row);
        if (_kind == '4')
            ReadBits(_row, gray);
        else
            ReadColors(_row, gray);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void ReadBits(ReadOnlySpan<byte> bits, Span<byte> gray)
    {
        for (var x = 0; x < gray.Length; x++)
            gray[x] = (bits[x >> 3] >> (7 - (x & 7)) & 1) == 1 ? (byte)0 : (byte)255;
    }

    // The weights are PDF's own, which poppler uses when it draws in gray.
    private static void ReadColors(ReadOnlySpan<byte> colors, Span<byte> gray)
    {
        for (var x = 0; x < gray.Length; x++)
            gray[x] = (byte)((77 * colors[3 * x] + 151 * colors[3 * x + 1] + 28 * colors[3 * x + 2]) >> 8);
    }

    private static long BytesOfRow(char kind, int width) => kind switch
    {
        '4' => (width + 7) / 8,
        '5' => width,
        _ => 3L * width,
    };

    private static bool TryReadHeader(FileStream file, out char kind, out int width, out int height)
    {
        (kind, width, height) = ('\0', 0, 0);
        if (file.ReadByte() != 'P')
            return false;
        kind = (char)file.ReadByte();
        return kind is '4' or '5' or '6'
            && file.ReadByte() == '\n'
            && TryReadNumber(file, out width)
            && TryReadNumber(file, out height)
            && (kind == '4' || (TryReadNumber(file, out var most) && most == 255));
    }

    /// <summary>Reads a number and the one white space after it.</summary>
    private static bool TryReadNumber(FileStream file, out int number)
    {
        Span<char> digits = stackalloc char[LongestNumber];
        for (var i = 0; i < digits.Length; i++)
        {
            var next = file.ReadByte();
            if (next is ' ' or '\n')
                return int.TryParse(digits[..i], NumberStyles.None, CultureInfo.InvariantCulture, out number);
            digits[i] = (char)next;
        }

        number = 0;
        return false;
    }
}
