using System.Globalization;
using System.Text;

namespace Spade.Worker.Pixels;

/// <summary>The beginning of a gray image file (PGM): a few words in text, before one byte per pixel.</summary>
/// <param name="Length">Bytes before the pixels.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal sealed record PgmHeader(int Length, int Width, int Height)
{
    // Room for the comment that some programs write.
    private const int MaxLength = 512;
    private const string Magic = "P5";
    private const int MaxGray = 255;

    /// <summary>Bytes of the whole file.</summary>
    public long FileLength => Length + (long)Width * Height;

    /// <summary>The header of an image of this size, as it is written to a file.</summary>
    public static byte[] Write(int width, int height) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Magic}\n{width} {height}\n{MaxGray}\n"));

    /// <summary>Reads the header; null when it is none of an 8-bit gray image.</summary>
    public static PgmHeader? Read(Stream file)
    {
        Span<byte> head = stackalloc byte[MaxLength];
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var position = Magic.Length;
        return head.StartsWith("P5"u8)
            && TryReadNumber(head, ref position, out var width)
            && TryReadNumber(head, ref position, out var height)
            && TryReadNumber(head, ref position, out var gray)
            && gray == MaxGray && position < head.Length && IsSpace(head[position])
            ? new PgmHeader(position + 1, width, height)
            : null;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> head, ref int position, out int number)
    {
        SkipSpace(head, ref position);
        var start = position;
        while (position < head.Length && char.IsAsciiDigit((char)head[position]))
            position++;
        return int.TryParse(head[start..position], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
    }

    private static void SkipSpace(ReadOnlySpan<byte> head, ref int position)
    {
        while (position < head.Length && (IsSpace(head[position]) || head[position] == '#'))
        {
            var end = head[position] == '#' ? head[position..].IndexOf((byte)'\n') : 0;
            position = end < 0 ? head.Length : position + end + 1;
        }
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}
