namespace Spade.Worker.Pixels;

/// <summary>The direction in which a page's edges of ink fall into lines most sharply.</summary>
/// <param name="Degrees">Clockwise from the straight direction.</param>
/// <param name="Sharpness">In that direction.</param>
/// <param name="Contrast">How many times as sharp as in the least sharp direction; near 1 when there are no lines.</param>
internal sealed record LineTilt(double Degrees, double Sharpness, double Contrast)
{
    /// <summary>The largest tilt that is looked for, in degrees.</summary>
    public const double MaxDegrees = 6;

    // A profile stays sharp within about a fifth of a degree: three cells in a line of 600.
    private const double CoarseStep = 0.2;
    private const double FineStep = 0.05;

    /// <summary>Finds the tilt.</summary>
    public static LineTilt Of(InkEdges edges)
    {
        var (least, coarse) = (double.MaxValue, (Degrees: 0.0, Sharpness: 0.0));
        foreach (var degrees in Steps(0, MaxDegrees - CoarseStep, CoarseStep))
        {
            var sharpness = edges.Sharpness(degrees);
            least = Math.Min(least, sharpness);
            if (sharpness > coarse.Sharpness)
                coarse = (degrees, sharpness);
        }

        var fine = Steps(coarse.Degrees, CoarseStep, FineStep)
            .Select(degrees => (Degrees: degrees, Sharpness: edges.Sharpness(degrees)))
            .MaxBy(step => step.Sharpness);
        return new LineTilt(fine.Degrees, fine.Sharpness, least > 0 ? fine.Sharpness / least : 1);
    }

    private static IEnumerable<double> Steps(double middle, double reach, double step)
    {
        var count = (int)Math.Round(reach / step);
        for (var i = -count; i <= count; i++)
            yield return Math.Round(middle + i * step, 2);
    }
}
