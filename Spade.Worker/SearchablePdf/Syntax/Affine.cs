using System.Globalization;

namespace Spade.Worker.SearchablePdf.Syntax;

/// <summary>An affine map of the plane as PDF writes it: (x, y) becomes (A x + C y + E, B x + D y + F).</summary>
internal readonly record struct Affine(double A, double B, double C, double D, double E, double F)
{
    /// <summary>Moves by a distance.</summary>
    public static Affine Move(double x, double y) => new(1, 0, 0, 1, x, y);

    /// <summary>Stretches along the axes.</summary>
    public static Affine Scale(double x, double y) => new(x, 0, 0, y, 0, 0);

    /// <summary>Turns about the origin, from the first axis towards the second.</summary>
    public static Affine Turn(double degrees)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        return new Affine(cosine, sine, -sine, cosine, 0, 0);
    }

    /// <summary>This map, and then the other.</summary>
    public Affine Then(Affine next) => new(
        A * next.A + B * next.C,
        A * next.B + B * next.D,
        C * next.A + D * next.C,
        C * next.B + D * next.D,
        E * next.A + F * next.C + next.E,
        E * next.B + F * next.D + next.F);

    /// <summary>Where a point goes.</summary>
    public (double X, double Y) Map(double x, double y) => (A * x + C * y + E, B * x + D * y + F);

    /// <summary>The operands of <c>cm</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{A:0.########} {B:0.########} {C:0.########} {D:0.########} {E:0.####} {F:0.####}");
}
