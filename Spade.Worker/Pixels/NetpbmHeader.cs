using System.Globalization;
using System.Text;

namespace Spade.Worker.Pixels;

/// <summary>The beginning of an image file in one of netpbm's binary formats (PBM, PGM, PPM): a few words in text, before the
/// pixels.</summary>
/// <param name="Kind">The digit of its magic bytes.</param>
/// <param name="Length">Bytes before the pixels.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal sealed record NetpbmHeader(char Kind, int Length, int Width, int Height)
{
    /// <summary>Most bytes that a header may have. There is room for the comment that some programs write.</summary>
    public const int MaxLength = 512;

    private const char Bits = '4';
    private const char Gray = '5';
    private const char Colors = '6';
    private const int MaxGray = 255;

    /// <summary>True for one bit per pixel (PBM).</summary>
    public bool IsBilevel => Kind == Bits;

    /// <summary>True for one byte per pixel (PGM).</summary>
    public bool IsGray => Kind == Gray;

    /// <summary>Bytes of a row.</summary>
    public long RowLength => Kind switch
    {
        Bits => (Width + 7L) / 8,
        Gray => Width,
        _ => 3L * Width,
    };

    /// <summary>Bytes of the whole file.</summary>
    public Int128 FileLength => Length + (Int128)RowLength * Height;

    /// <summary>The header of a gray image of this size, as it is written to a file.</summary>
    public static byte[] WriteGray(int width, int height) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P{Gray}\n{width} {height}\n{MaxGray}\n"));

    /// <summary>Reads the header.</summary>
    /// <param name="head">The file's first bytes, <see cref="MaxLength"/> or all.</param>
    /// <returns>Null when it is none, or that of an image with more than 8 bits per gray or colour.</returns>
    public static NetpbmHeader? Read(ReadOnlySpan<byte> head)
    {
        var position = 2;
        return head.Length > position && head[0] == 'P' && (char)head[1] is var kind and (Bits or Gray or Colors)
            && TryReadNumber(head, ref position, out var width)
            && TryReadNumber(head, ref position, out var height)
            && (kind == Bits || (TryReadNumber(head, ref position, out var most) && most == MaxGray))
            && position < head.Length && IsSpace(head[position])
            ? new NetpbmHeader(kind, position + 1, width, height)
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
