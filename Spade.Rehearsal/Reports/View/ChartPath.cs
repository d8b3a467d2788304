using System.Globalization;
using System.Text;

namespace Spade.Rehearsal.Reports.View;

/// <summary>Paths of charts. They fill a box of 1000 x 100, which is stretched to the track.</summary>
internal sealed class ChartPath(TimeAxis axis, Buckets buckets)
{
    private const double Width = 1000;
    private const double Height = 100;

    /// <summary>A line through the values at the middles of the buckets; a value that is missing leaves a gap.</summary>
    /// <param name="value">A bucket's value as a height, 0 to 1.</param>
    public string Line(Func<Bucket, double?> value)
    {
        var path = new StringBuilder();
        var isOpen = false;
        foreach (var bucket in buckets.All)
        {
            if (value(bucket) is not { } height)
            {
                isOpen = false;
                continue;
            }

            Add(path, isOpen ? 'L' : 'M', X(bucket, 0.5), height);
            // A single point has no length, and would not be drawn.
            if (!isOpen)
                path.Append("h0.1");
            isOpen = true;
        }

        return path.ToString();
    }

    /// <summary>A block for each bucket, from the ground to its value.</summary>
    public string Blocks(Func<Bucket, double?> value)
    {
        var path = new StringBuilder();
        foreach (var bucket in buckets.All)
        {
            if (value(bucket) is not { } height || height <= 0)
                continue;
            Add(path, 'M', X(bucket, 0), 0);
            Add(path, 'L', X(bucket, 0), height);
            Add(path, 'L', X(bucket, 1), height);
            Add(path, 'L', X(bucket, 1), 0);
            path.Append('Z');
        }

        return path.ToString();
    }

    private double X(Bucket bucket, double share) => axis.Place(bucket.From.AddSeconds(buckets.Seconds * share)) / 100 * Width;

    private static void Add(StringBuilder path, char command, double x, double height) =>
        path.Append(CultureInfo.InvariantCulture, $"{command}{x:0.##} {Height - (Math.Clamp(height, 0, 1) * Height):0.##}");
}
