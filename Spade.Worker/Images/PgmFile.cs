using System.Globalization;
using System.Text;

namespace Spade.Worker.Images;

/// <summary>Gray images as <c>pdftoppm</c> and ImageMagick write them: a short header in text, then one byte per pixel.</summary>
internal static class PgmFile
{
    private const int LongestHeader = 64;

    // Pixels. A picture that does not quite fill the page shows an edge there.
    private const int Frame = 4;

    /// <summary>False for a file that is missing or was not written to its end, because the disk was full or the time limit had
    /// passed.</summary>
    public static bool IsWhole(string path)
    {
        if (!File.Exists(path))
            return false;
        using var file = File.OpenRead(path);
        return ReadHeader(file) is { } header && file.Length == header.Length + header.Width * header.Height;
    }

    /// <summary>The same for a file of a known size.</summary>
    public static bool IsWhole(string path, long width, long height)
    {
        if (!File.Exists(path))
            return false;
        using var file = File.OpenRead(path);
        return ReadHeader(file) is { } header && (header.Width, header.Height) == (width, height)
            && file.Length == header.Length + width * height;
    }

    /// <summary>Columns and rows.</summary>
    /// <param name="path">A whole file.</param>
    /// <exception cref="InvalidDataException">It is no such image.</exception>
    public static (int Width, int Height) SizeOf(string path)
    {
        using var file = File.OpenRead(path);
        return ReadHeader(file) is { } header
            ? ((int)header.Width, (int)header.Height)
            : throw new InvalidDataException("The file is not an 8-bit gray image.");
    }

    /// <summary>True when every pixel is the same, except in a narrow frame.</summary>
    /// <param name="path">A whole file.</param>
    public static bool IsBlank(string path)
    {
        using var file = File.OpenRead(path);
        if (ReadHeader(file) is not { } header)
            return false;
        var frame = Math.Min(header.Width, header.Height) > 4 * Frame ? Frame : 0;
        var row = new byte[header.Width];
        byte? color = null;
        for (var y = frame; y < header.Height - frame; y++)
        {
            file.Position = header.Length + y * header.Width;
            file.ReadExactly(row);
            var inner = row.AsSpan(frame, (int)header.Width - 2 * frame);
            color ??= inner[0];
            if (inner.ContainsAnyExcept(color.Value))
                return false;
        }

        return true;
    }

    private static Header? ReadHeader(FileStream file)
    {
        Span<byte> head = stackalloc byte[LongestHeader];
        head = head[..file.ReadAtLeast(head, LongestHeader, throwOnEndOfStream: false)];
        var fields = Encoding.Latin1.GetString(head).Split('\n', 4);
        if (fields.Length < 4 || fields[0] != "P5")
            return null;
        var size = fields[1].Split(' ');
        return size.Length == 2
            && long.TryParse(size[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && long.TryParse(size[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            ? new Header(fields[0].Length + fields[1].Length + fields[2].Length + 3, width, height)
            : null;
    }

    private sealed record Header(int Length, long Width, long Height);
}
