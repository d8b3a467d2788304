using Microsoft.Win32.SafeHandles;

namespace Spade.Worker.Pixels;

/// <summary>Reads the pixels of a gray image file (PGM) a few rows at a time: 0 is black, 255 is white.</summary>
internal sealed class PgmReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly PgmHeader _header;

    private PgmReader(SafeFileHandle file, PgmHeader header)
    {
        _file = file;
        _header = header;
    }

    /// <summary>Columns.</summary>
    public int Width => _header.Width;

    /// <summary>Rows.</summary>
    public int Height => _header.Height;

    /// <summary>Opens an image.</summary>
    /// <exception cref="InvalidDataException">It is no 8-bit gray image, or shorter than its header says.</exception>
    public static PgmReader Open(string path)
    {
        PgmHeader? header;
        using (var file = File.OpenRead(path))
        {
            header = PgmHeader.Read(file);
            if (header is null || file.Length < header.FileLength)
                throw new InvalidDataException("The file is not a whole 8-bit gray image.");
        }

        return new PgmReader(File.OpenHandle(path), header);
    }

    /// <summary>Reads whole rows.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="pixels">Receives them; a multiple of <see cref="Width"/>.</param>
    public void ReadRows(int row, Span<byte> pixels) => ReadPart(row, 0, pixels);

    /// <summary>Reads pixels of a row from a column on.</summary>
    public void ReadPart(int row, int column, Span<byte> pixels)
    {
        var offset = _header.Length + (long)row * Width + column;
        while (pixels.Length > 0)
        {
            var read = RandomAccess.Read(_file, pixels, offset);
            if (read == 0)
                throw new EndOfStreamException("The image became shorter while it was read.");
            pixels = pixels[read..];
            offset += read;
        }
    }

    public void Dispose() => _file.Dispose();
}
