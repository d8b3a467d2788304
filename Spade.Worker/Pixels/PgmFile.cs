namespace Spade.Worker.Pixels;

/// <summary>Looks at gray image files (PGM) that <c>pdftoppm</c> and ImageMagick have written.</summary>
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
        using var file = NetpbmReader.TryOpen(path);
        return file is { IsGray: true };
    }

    /// <summary>The same for a file of a known size.</summary>
    public static bool IsWhole(string path, long width, long height) => IsWhole(path) && SizeOf(path) == (width, height);

    /// <summary>Columns and rows.</summary>
    /// <exception cref="InvalidDataException">It is no such image, or not whole.</exception>
    public static (int Width, int Height) SizeOf(string path)
    {
        using var file = NetpbmReader.OpenGray(path);
        return (file.Width, file.Height);
    }

    /// <summary>True when every pixel is the same, except in a narrow frame.</summary>
    /// <exception cref="InvalidDataException">It is no such image, or not whole.</exception>
    public static bool IsBlank(string path)
    {
        using var file = NetpbmReader.OpenGray(path);
        var frame = Math.Min(file.Width, file.Height) > 4 * Frame ? Frame : 0;
        var row = new byte[file.Width];
        byte? color = null;
        for (var y = frame; y < file.Height - frame; y++)
        {
            file.ReadRows(y, row);
            var inner = row.AsSpan(frame, file.Width - 2 * frame);
            color ??= inner[0];
            if (inner.ContainsAnyExcept(color.Value))
                return false;
        }

        return true;
    }
}
