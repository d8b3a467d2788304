namespace Spade.Worker.Pixels;

/// <summary>What a look at a page shows before it is recognised.</summary>
/// <param name="HasMarks">False for a blank page.</param>
/// <param name="Tilt">By how many degrees its lines are tilted clockwise, -5 to 5; 0 when they are level enough, or that cannot be
/// told.</param>
/// <param name="LiesOnSide">True when its lines seem to run up or down.</param>
/// <param name="IsPicture">True when more of it is covered with ink than by any text.</param>
/// <param name="MayHaveWords">False when its few marks cannot be words.</param>
internal sealed record PageSurvey(bool HasMarks, double Tilt, bool LiesOnSide, bool IsPicture, bool MayHaveWords)
{
    private static readonly PageSurvey Blank = new(HasMarks: false, 0, LiesOnSide: false, IsPicture: false, MayHaveWords: false);
    private static readonly PageSurvey Wordless = Blank with { HasMarks = true };

    // Dense print covers 4 to 8 % of the cells.
    private const double PictureShare = 0.25;

    // Degrees. Measured (docs/performance.md): up to 1.2 nothing is lost, from 1.25 on small print is, from 3 on most of a page. The tilt
    // is measured in steps of 0.05.
    private const double LeastTilt = 1.22;
    private const double MostTilt = 5;
    private const double TiltError = 0.1;

    // How many times as sharp the lines must be in their tilt as without one. A few words, or a picture, show no tilt that sharply.
    private const double LeastGain = 1.5;

    /// <summary>Looks at a page.</summary>
    public static PageSurvey Of(NetpbmReader page, CancellationToken cancellationToken)
    {
        var map = InkMap.Of(page, cancellationToken);
        if (map.IsBlank)
            return Blank;
        if (!WordSigns.MayBeIn(map))
            return Wordless;
        var (level, upright) = (InkEdges.Lower(map, LineTilt.MaxDegrees), InkEdges.Right(map, LineTilt.MaxDegrees));
        var (tilt, tiltOnSide) = (LineTilt.Of(level), LineTilt.Of(upright));
        var isPicture = map.InkCells > PictureShare * map.Width * map.Height;
        return tiltOnSide.Contrast > tilt.Contrast
            ? new PageSurvey(HasMarks: true, Judge(tiltOnSide, upright), LiesOnSide: true, isPicture, MayHaveWords: true)
            : new PageSurvey(HasMarks: true, Judge(tilt, level), LiesOnSide: false, isPicture, MayHaveWords: true);
    }

    private static double Judge(LineTilt tilt, InkEdges edges) =>
        Math.Abs(tilt.Degrees) is >= LeastTilt and <= MostTilt + TiltError && tilt.Sharpness > LeastGain * edges.Sharpness(0)
            ? Math.Clamp(tilt.Degrees, -MostTilt, MostTilt)
            : 0;
}
