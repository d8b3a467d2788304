namespace Spade.Worker.Pixels;

/// <summary>Where ink ends in one direction, and how sharply these places fall into lines of a given tilt. Lines of text have almost all
/// their lower edges on a few lines, so their tilt is where the profile is sharpest.</summary>
internal sealed class InkEdges
{
    private const int PlaceBits = 16;

    // Along the lines, and across them.
    private readonly List<int> _along;
    private readonly List<int> _across;
    private readonly int[] _profile;
    private readonly int _margin;

    private InkEdges(List<int> along, List<int> across, int length, int breadth, double maxDegrees)
    {
        (_along, _across) = (along, across);
        _margin = (int)Math.Ceiling(length * Math.Tan(maxDegrees * Math.PI / 180)) + 1;
        _profile = new int[breadth + 2 * _margin];
    }

    /// <summary>How many places.</summary>
    public int Count => _along.Count;

    /// <summary>The lower edges, for lines that run from left to right.</summary>
    public static InkEdges Lower(InkMap map, double maxDegrees)
    {
        var (along, across) = (new List<int>(), new List<int>());
        for (var y = 0; y < map.Height; y++)
        {
            for (var x = 0; x < map.Width; x++)
            {
                if (map.HasInk(x, y) && !map.HasInk(x, y + 1))
                {
                    along.Add(x);
                    across.Add(y);
                }
            }
        }

        return new InkEdges(along, across, map.Width, map.Height, maxDegrees);
    }

    /// <summary>The right edges, for lines that run up or down.</summary>
    public static InkEdges Right(InkMap map, double maxDegrees)
    {
        var (along, across) = (new List<int>(), new List<int>());
        for (var y = 0; y < map.Height; y++)
        {
            for (var x = 0; x < map.Width; x++)
            {
                if (map.HasInk(x, y) && !map.HasInk(x + 1, y))
                {
                    // From below, so that a tilt has the same sign as for lines from left to right.
                    along.Add(map.Height - 1 - y);
                    across.Add(x);
                }
            }
        }

        return new InkEdges(along, across, map.Height, map.Width, maxDegrees);
    }

    /// <summary>How sharp the profile is: the mean number of places that lie on the same line as a place.</summary>
    /// <param name="degrees">The tilt of the lines, clockwise.</param>
    public double Sharpness(double degrees)
    {
        if (Count == 0)
            return 0;
        Array.Clear(_profile);
        var slope = (int)Math.Round(Math.Tan(degrees * Math.PI / 180) * (1 << PlaceBits));
        for (var i = 0; i < _along.Count; i++)
            _profile[_across[i] + _margin - ((_along[i] * slope) >> PlaceBits)]++;
        var sum = 0L;
        foreach (var count in _profile)
            sum += (long)count * count;
        return (double)sum / Count;
    }
}
