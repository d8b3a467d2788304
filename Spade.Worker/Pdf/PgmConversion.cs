using Spade.Worker.Pixels;

namespace Spade.Worker.Pdf;

/// <summary>Writes an image as an upright gray one (PGM).</summary>
internal static class PgmConversion
{
    private const int BandBytes = 256 * 1024;

    /// <summary>Writes the image.</summary>
    /// <param name="source">The image.</param>
    /// <param name="turn">By how many degrees it is turned clockwise: 0, 90, 180 or 270.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="cancellationToken">Checked between bands.</param>
    public static void Write(NetpbmReader source, int turn, string path, CancellationToken cancellationToken)
    {
        if (turn != 0)
        {
            ImageTurn.Write(source, path, turn, cancellationToken);
            return;
        }

        using var target = new PgmWriter(path, source.Width, source.Height);
        var rows = Math.Clamp(BandBytes / source.Width, 1, source.Height);
        using var buffer = new PixelBuffer(rows * source.Width);
        for (var y = 0; y < source.Height; y += rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var band = buffer.Pixels[..(Math.Min(rows, source.Height - y) * source.Width)];
            source.ReadRows(y, band);
            target.WriteRows(band);
        }
    }
}
