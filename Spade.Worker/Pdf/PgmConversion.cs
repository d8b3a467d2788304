using System.Text;

namespace Spade.Worker.Pdf;

/// <summary>Writes an image as an upright gray one (PGM), and makes a small picture of it on the way.</summary>
internal static class PgmConversion
{
    private const int Buffer = 1 << 16;

    /// <summary>Writes the image.</summary>
    /// <param name="source">The image, at its first row.</param>
    /// <param name="turn">By how many degrees it is turned clockwise: 0, 90, 180 or 270.</param>
    /// <param name="width">Columns of the small picture; at most half of the image's.</param>
    /// <param name="height">Rows of the small picture.</param>
    /// <param name="path">The file to write.</param>
    /// <returns>The small picture, turned too.</returns>
    public static GrayPicture Write(NetpbmReader source, int turn, int width, int height, string path)
    {
        var isOnSide = turn is 90 or 270;
        var small = new GrayAverages(source.Width, source.Height, isOnSide ? height : width, isOnSide ? width : height);
        using var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, Buffer);
        var (columns, rows) = isOnSide ? (source.Height, source.Width) : (source.Width, source.Height);
        target.Write(Encoding.ASCII.GetBytes(string.Create(null, $"P5\n{columns} {rows}\n255\n")));
        if (turn == 0)
            CopyRows(source, small, target);
        else
            WriteTurned(source, small, turn, target);
        return small.ToPicture().Turned(turn);
    }

    private static void CopyRows(NetpbmReader source, GrayAverages small, FileStream target)
    {
        var row = new byte[source.Width];
        for (var y = 0; y < source.Height; y++)
        {
            source.ReadRow(row);
            small.Add(y, row);
            target.Write(row);
        }
    }

    private static void WriteTurned(NetpbmReader source, GrayAverages small, int turn, FileStream target)
    {
        var (width, height) = (source.Width, source.Height);
        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            var row = pixels.AsSpan(y * width, width);
            source.ReadRow(row);
            small.Add(y, row);
        }

        if (turn == 180)
        {
            pixels.AsSpan().Reverse();
            target.Write(pixels);
            return;
        }

        // A row of the result is a column of the source, from below when the turn is clockwise.
        var column = new byte[height];
        for (var i = 0; i < width; i++)
        {
            var x = turn == 90 ? i : width - 1 - i;
            for (int y = 0, position = x; y < height; y++, position += width)
                column[turn == 90 ? height - 1 - y : y] = pixels[position];
            target.Write(column);
        }
    }
}
