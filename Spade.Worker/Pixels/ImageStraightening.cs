namespace Spade.Worker.Pixels;

/// <summary>Turns a page by a few degrees about its centre. The size stays, so corners are lost, and what comes into view is
/// white.</summary>
internal static class ImageStraightening
{
    private const int BandRows = 64;
    private const byte White = 255;

    // Places between pixels are counted in 1/65,536 of a pixel, gray between pixels in 1/256.
    private const int PlaceBits = 16;
    private const int GrayBits = 8;

    /// <summary>Writes a straightened copy.</summary>
    /// <param name="source">The page.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="degrees">By how much to turn, clockwise; at most 45 either way.</param>
    /// <param name="cancellationToken">Checked between bands.</param>
    public static void Write(NetpbmReader source, string target, double degrees, CancellationToken cancellationToken)
    {
        using var writer = new PgmWriter(target, source.Width, source.Height);
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        using var result = new PixelBuffer(BandRows * source.Width);
        using var needed = new PixelBuffer(NeededRows(source, Math.Abs(sine)) * source.Width);
        for (var top = 0; top < source.Height; top += BandRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = Math.Min(BandRows, source.Height - top);
            var from = new Source(source, sine, cosine, top, rows, needed.Pixels);
            for (var i = 0; i < rows; i++)
                from.WriteRow(top + i, result.Pixels.Slice(i * source.Width, source.Width));
            writer.WriteRows(result.Pixels[..(rows * source.Width)]);
        }
    }

    // One row on either side for the gray between rows, and one for rounding.
    private static int NeededRows(NetpbmReader source, double sine) =>
        (int)Math.Min(source.Height, Math.Ceiling(BandRows + source.Width * sine) + 3);

    /// <summary>The rows of the page that a band of the result is made of.</summary>
    private readonly ref struct Source
    {
        private readonly int _width;
        private readonly int _height;
        private readonly double _sine;
        private readonly double _cosine;
        private readonly int _first;
        private readonly int _rows;
        private readonly ReadOnlySpan<byte> _pixels;

        public Source(NetpbmReader page, double sine, double cosine, int top, int rows, Span<byte> buffer)
        {
            (_width, _height, _sine, _cosine) = (page.Width, page.Height, sine, cosine);
            var bottom = top + rows;
            double[] corners = [PlaceOf(0, top).Y, PlaceOf(_width, top).Y, PlaceOf(0, bottom).Y, PlaceOf(_width, bottom).Y];
            _first = (int)Math.Clamp(Math.Floor(corners.Min()) - 1, 0, _height - 1);
            var last = (int)Math.Clamp(Math.Floor(corners.Max()) + 1, 0, _height - 1);
            _rows = Math.Min(last - _first + 1, buffer.Length / _width);
            page.ReadRows(_first, buffer[..(_rows * _width)]);
            _pixels = buffer[..(_rows * _width)];
        }

        /// <summary>Makes a row of the result.</summary>
        public void WriteRow(int y, Span<byte> row)
        {
            var (startX, startY) = PlaceOf(0, y);
            var (stepX, stepY) = (Fixed(_cosine), Fixed(-_sine));
            var (placeX, placeY) = (Fixed(startX), Fixed(startY - _first));
            for (var x = 0; x < row.Length; x++, placeX += stepX, placeY += stepY)
                row[x] = GrayAt(placeX, placeY);
        }

        private byte GrayAt(long placeX, long placeY)
        {
            var (x, y) = (placeX >> PlaceBits, placeY >> PlaceBits);
            if ((ulong)x >= (ulong)(_width - 1) || (ulong)y >= (ulong)(_rows - 1))
                return White;
            var right = (int)(placeX >> (PlaceBits - GrayBits)) & 0xFF;
            var below = (int)(placeY >> (PlaceBits - GrayBits)) & 0xFF;
            var upper = _pixels.Slice((int)(y * _width + x), 2);
            var lower = _pixels.Slice((int)((y + 1) * _width + x), 2);
            var above = (upper[0] << GrayBits) + (upper[1] - upper[0]) * right;
            var under = (lower[0] << GrayBits) + (lower[1] - lower[0]) * right;
            return (byte)(((above << GrayBits) + (under - above) * below + (1 << (2 * GrayBits - 1))) >> (2 * GrayBits));
        }

        /// <summary>Where a pixel of the result comes from.</summary>
        private (double X, double Y) PlaceOf(int x, int y)
        {
            var (middleX, middleY) = ((_width - 1) / 2.0, (_height - 1) / 2.0);
            var (right, down) = (x - middleX, y - middleY);
            return (middleX + _cosine * right + _sine * down, middleY - _sine * right + _cosine * down);
        }

        private static long Fixed(double value) => (long)Math.Round(value * (1 << PlaceBits));
    }
}
