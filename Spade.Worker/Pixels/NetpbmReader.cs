using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Spade.Worker.Pixels;

/// <summary>Reads an image file as gray, a few rows at a time: 0 is black, 255 is white. The file is black and white (PBM), gray (PGM) or
/// in colour (PPM), as poppler and ImageMagick write it.</summary>
internal sealed class NetpbmReader : IDisposable
{
    private const int BitsOfByte = 8;

    // What each byte of a black and white row stands for: eight pixels.
    private static readonly ulong[] PixelsOf = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(bits => Spread((byte)bits))];

    private readonly SafeFileHandle _file;
    private readonly NetpbmHeader _header;

    // A part of a row as it is stored, for images that are not gray.
    private readonly byte[] _stored;

    private NetpbmReader(SafeFileHandle file, NetpbmHeader header)
    {
        (_file, _header) = (file, header);
        _stored = header.IsGray ? [] : new byte[header.RowLength];
    }

    /// <summary>Columns.</summary>
    public int Width => _header.Width;

    /// <summary>Rows.</summary>
    public int Height => _header.Height;

    /// <summary>True when the file has one byte per pixel.</summary>
    public bool IsGray => _header.IsGray;

    /// <summary>Opens an image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">Most pixels that it may have.</param>
    /// <returns>Null when it is no such image, not whole, or too large.</returns>
    public static NetpbmReader? TryOpen(string path, long maxPixels = long.MaxValue)
    {
        var file = File.OpenHandle(path);
        Span<byte> head = stackalloc byte[NetpbmHeader.MaxLength];
        if (NetpbmHeader.Read(head[..Read(file, 0, head)]) is { } header
            && (long)header.Width * header.Height <= maxPixels
            && RandomAccess.GetLength(file) == header.FileLength)
            return new NetpbmReader(file, header);
        file.Dispose();
        return null;
    }

    /// <summary>Opens an image that must be gray.</summary>
    /// <exception cref="InvalidDataException">It is no 8-bit gray image, or not whole.</exception>
    public static NetpbmReader OpenGray(string path)
    {
        var reader = TryOpen(path);
        if (reader is { IsGray: true })
            return reader;
        reader?.Dispose();
        throw new InvalidDataException("The file is not a whole 8-bit gray image.");
    }

    /// <summary>Reads whole rows.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="pixels">Receives them; a multiple of <see cref="Width"/>.</param>
    public void ReadRows(int row, Span<byte> pixels)
    {
        if (IsGray)
        {
            ReadPart(row, 0, pixels);
            return;
        }

        for (; pixels.Length > 0; pixels = pixels[Width..])
            ReadPart(row++, 0, pixels[..Width]);
    }

    /// <summary>Reads pixels of a row from a column on.</summary>
    public void ReadPart(int row, int column, Span<byte> pixels)
    {
        var start = _header.Length + row * _header.RowLength;
        if (IsGray)
            ReadExactly(start + column, pixels);
        else if (_header.IsBilevel)
            ReadBits(start + column / 8, column % 8, pixels);
        else
            ReadColors(start + 3L * column, pixels);
    }

    public void Dispose() => _file.Dispose();

    private void ReadBits(long offset, int first, Span<byte> gray)
    {
        var bits = _stored.AsSpan(0, (first + gray.Length + BitsOfByte - 1) / BitsOfByte);
        ReadExactly(offset, bits);
        Span<byte> pixels = stackalloc byte[BitsOfByte];
        for (var i = 0; gray.Length > 0; i++)
        {
            var whole = first == 0 && gray.Length >= BitsOfByte;
            BinaryPrimitives.WriteUInt64LittleEndian(whole ? gray : pixels, PixelsOf[bits[i]]);
            var count = Math.Min(BitsOfByte - first, gray.Length);
            if (!whole)
                pixels.Slice(first, count).CopyTo(gray);
            gray = gray[count..];
            first = 0;
        }
    }

    // The highest bit is the first pixel; 1 is black.
    private static ulong Spread(byte bits) =>
        Enumerable.Range(0, BitsOfByte)
            .Where(i => (bits >> (BitsOfByte - 1 - i) & 1) == 0)
            .Aggregate(0UL, (pixels, i) => pixels | 0xFFUL << (BitsOfByte * i));

    // The weights are PDF's own, which poppler uses when it draws in gray.
    private void ReadColors(long offset, Span<byte> gray)
    {
        var colors = _stored.AsSpan(0, 3 * gray.Length);
        ReadExactly(offset, colors);
        for (var i = 0; i < gray.Length; i++)
            gray[i] = (byte)((77 * colors[3 * i] + 151 * colors[3 * i + 1] + 28 * colors[3 * i + 2]) >> 8);
    }

    private void ReadExactly(long offset, Span<byte> bytes)
    {
        if (Read(_file, offset, bytes) < bytes.Length)
            throw new EndOfStreamException("The image became shorter while it was read.");
    }

    /// <returns>How many bytes were read: fewer than asked for only at the file's end.</returns>
    private static int Read(SafeFileHandle file, long offset, Span<byte> bytes)
    {
        var done = 0;
        while (done < bytes.Length && RandomAccess.Read(file, bytes[done..], offset + done) is var read and > 0)
            done += read;
        return done;
    }
}
