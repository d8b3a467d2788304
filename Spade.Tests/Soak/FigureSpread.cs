namespace Spade.Tests.Soak;

/// <summary>One figure over many runs.</summary>
internal sealed record FigureSpread(string Name, double Min, double Median, double Max, string Unit)
{
    public static FigureSpread Of(IReadOnlyList<Figure> figures)
    {
        var values = figures.Select(figure => figure.Value).Order().ToList();
        var median = (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
        return new FigureSpread(figures[0].Name, values[0], median, values[^1], figures[0].Unit);
    }
}
