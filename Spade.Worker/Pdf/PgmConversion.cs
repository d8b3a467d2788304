using Spade.Worker.Pixels;

namespace Spade.Worker.Pdf;

/// <summary>Writes an image as an upright gray one (PGM), and makes a small picture of it on the way.</summary>
internal static class PgmConversion
{
    /// <summary>Writes the image.</summary>
    /// <param name="source">The image.</param>
    /// <param name="turn">By how many degrees it is turned clockwise: 0, 90, 180 or 270.</param>
    /// <param name="width">Columns of the small picture; at most half of the image's.</param>
    /// <param name="height">Rows of the small picture.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The small picture, turned too.</returns>
    public static GrayPicture Write(
        NetpbmReader source, int turn, int width, int height, string path, CancellationToken cancellationToken)
    {
        var isOnSide = turn is 90 or 270;
        var small = new GrayAverages(source.Width, source.Height, isOnSide ? height : width, isOnSide ? width : height);
        using (var target = turn == 0 ? new PgmWriter(path, source.Width, source.Height) : null)
        {
            var row = new byte[source.Width];
            for (var y = 0; y < source.Height; y++)
            {
                source.ReadRows(y, row);
                small.Add(y, row);
                target?.WriteRows(row);
            }
        }

        if (turn != 0)
            ImageTurn.Write(source, path, turn, cancellationToken);
        return small.ToPicture().Turned(turn);
    }
}
