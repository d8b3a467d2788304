using System.Globalization;
using System.Text;

namespace Spade.Worker.Ocr.Pdf;

/// <summary>Gray images as <c>pdftoppm</c> writes them: a short header in text, then one byte per pixel.</summary>
internal static class PgmFile
{
    private const int LongestHeader = 64;

    /// <summary>False for a file that its writer could not finish, because the disk was full or its time was up.</summary>
    public static bool IsWhole(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[LongestHeader];
        head = head[..file.ReadAtLeast(head, LongestHeader, throwOnEndOfStream: false)];
        var fields = Encoding.Latin1.GetString(head).Split('\n', 4);
        if (fields.Length < 4 || fields[0] != "P5")
            return false;
        var header = fields[0].Length + fields[1].Length + fields[2].Length + 3;
        var size = fields[1].Split(' ');
        return size.Length == 2
            && long.TryParse(size[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && long.TryParse(size[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && file.Length == header + width * height;
    }
}
