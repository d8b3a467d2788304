using Spade.Worker.Pixels;

namespace Spade.Worker.Images;

/// <summary>Gray images as <c>pdftoppm</c> and ImageMagick write them: a short header in text, then one byte per pixel.</summary>
internal static class PgmFile
{
    // Pixels. A picture that does not quite fill the page shows an edge there.
    private const int Frame = 4;

    /// <summary>False for a file that is missing or was not written to its end, because the disk was full or the time limit had
    /// passed.</summary>
    public static bool IsWhole(string path)
    {
        if (!File.Exists(path))
            return false;
        using var file = File.OpenRead(path);
        return PgmHeader.Read(file) is { } header && file.Length == header.FileLength;
    }

    /// <summary>The same for a file of a known size.</summary>
    public static bool IsWhole(string path, long width, long height)
    {
        if (!File.Exists(path))
            return false;
        using var file = File.OpenRead(path);
        return PgmHeader.Read(file) is { } header && (header.Width, header.Height) == (width, height)
            && file.Length == header.FileLength;
    }

    /// <summary>Columns and rows.</summary>
    /// <param name="path">A whole file.</param>
    /// <exception cref="InvalidDataException">It is no such image.</exception>
    public static (int Width, int Height) SizeOf(string path)
    {
        using var file = File.OpenRead(path);
        return PgmHeader.Read(file) is { } header
            ? (header.Width, header.Height)
            : throw new InvalidDataException("The file is not an 8-bit gray image.");
    }

    /// <summary>True when every pixel is the same, except in a narrow frame.</summary>
    /// <param name="path">A whole file.</param>
    public static bool IsBlank(string path)
    {
        using var file = File.OpenRead(path);
        if (PgmHeader.Read(file) is not { } header)
            return false;
        var frame = Math.Min(header.Width, header.Height) > 4 * Frame ? Frame : 0;
        var row = new byte[header.Width];
        byte? color = null;
        for (var y = frame; y < header.Height - frame; y++)
        {
            file.Position = header.Length + (long)y * header.Width;
            file.ReadExactly(row);
            var inner = row.AsSpan(frame, header.Width - 2 * frame);
            color ??= inner[0];
            if (inner.ContainsAnyExcept(color.Value))
                return false;
        }

        return true;
    }
}
