namespace Spade.Worker.Pdf;

/// <summary>Makes a small picture of an image from its rows: each pixel is the mean of those that it stands for.</summary>
internal sealed class GrayAverages
{
    private readonly int _rows;
    private readonly int _width;
    private readonly int _height;
    private readonly int[] _ends;
    private readonly long[] _sums;
    private readonly int[] _counts;

    /// <param name="columns">Columns of the image.</param>
    /// <param name="rows">Rows of the image.</param>
    /// <param name="width">Columns of the picture, at most those of the image.</param>
    /// <param name="height">Rows of the picture, at most those of the image.</param>
    public GrayAverages(int columns, int rows, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, rows);
        (_rows, _width, _height) = (rows, width, height);
        _ends = [.. Enumerable.Range(1, width).Select(x => (int)((long)x * columns / width))];
        _sums = new long[width * height];
        _counts = new int[height];
    }

    /// <summary>Adds a row of the image.</summary>
    public void Add(int y, ReadOnlySpan<byte> row)
    {
        var line = (int)((long)y * _height / _rows);
        var sums = _sums.AsSpan(line * _width, _width);
        _counts[line]++;
        var start = 0;
        for (var x = 0; x < sums.Length; x++)
        {
            var sum = 0;
            foreach (var gray in row[start.._ends[x]])
                sum += gray;
            sums[x] += sum;
            start = _ends[x];
        }
    }

    /// <summary>The picture, once all rows are added.</summary>
    public GrayPicture ToPicture()
    {
        var pixels = new byte[_sums.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            var x = i % _width;
            var columns = _ends[x] - (x == 0 ? 0 : _ends[x - 1]);
            pixels[i] = (byte)(_sums[i] / ((long)columns * _counts[i / _width]));
        }

        return new GrayPicture(_width, _height, pixels);
    }
}
