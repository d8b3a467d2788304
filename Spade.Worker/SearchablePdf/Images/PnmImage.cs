using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Spade.Worker.SearchablePdf.Images;

/// <summary>A decoded image, and its lossless compression for a PDF.</summary>
/// <param name="Kind"><c>4</c> for black and white, <c>5</c> for gray, <c>6</c> for colour.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Start">Where the pixels begin.</param>
internal sealed record PnmImage(char Kind, int Width, int Height, int Start)
{
    private const int LongestHeader = 64;

    // In a row's first byte: each of its bytes is a difference from the one above.
    private const byte Up = 2;

    private int RowLength => Kind switch
    {
        '4' => (Width + 7) / 8,
        '5' => Width,
        _ => 3 * Width,
    };

    /// <summary>Reads the header; null when the file is no such image, or is cut.</summary>
    public static PnmImage? Read(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[LongestHeader];
        head = head[..file.ReadAtLeast(head, LongestHeader, throwOnEndOfStream: false)];
        var text = Encoding.Latin1.GetString(head);
        if (text.Length < 3 || text[0] != 'P' || text[1] is not ('4' or '5' or '6'))
            return null;
        var lines = text.Split('\n', text[1] == '4' ? 3 : 4);
        var size = lines.Length < 3 ? [] : lines[1].Split(' ');
        if (size.Length != 2 || !int.TryParse(size[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            || !int.TryParse(size[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height))
            return null;
        var image = new PnmImage(text[1], width, height, text.Length - lines[^1].Length);
        return file.Length == image.Start + (long)image.RowLength * height ? image : null;
    }

    /// <summary>Compresses the pixels into another file.</summary>
    public async Task<StoredImage> CompressAsync(string path, string compressed, CancellationToken cancellationToken)
    {
        await using var source = File.OpenRead(path);
        await using var target = File.Create(compressed);
        source.Position = Start;
        await using (var zlib = new ZLibStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            var (above, row, difference) = (new byte[RowLength], new byte[RowLength], new byte[1 + RowLength]);
            difference[0] = Up;
            for (var y = 0; y < Height; y++)
            {
                await source.ReadExactlyAsync(row, cancellationToken);
                for (var i = 0; i < row.Length; i++)
                    difference[i + 1] = (byte)(row[i] - above[i]);
                await zlib.WriteAsync(difference, cancellationToken);
                (above, row) = (row, above);
            }
        }

        return new StoredImage(Width, Height, Entries(), [new ByteRange(0, target.Length)]) { Path = compressed };
    }

    private string Entries()
    {
        var (colors, bits, channels) = Kind switch
        {
            '4' => ("/DeviceGray /Decode [1 0]", 1, 1),
            '5' => ("/DeviceGray", 8, 1),
            _ => ("/DeviceRGB", 8, 3),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"/ColorSpace {colors} /BitsPerComponent {bits} /Filter /FlateDecode "
            + $"/DecodeParms << /Predictor 12 /Colors {channels} /BitsPerComponent {bits} /Columns {Width} >>");
    }
}
