namespace Spade.Benchmarks.Measuring;

/// <summary>One row that a measured program prints, as a line of JSON.</summary>
internal sealed record RowOfFigures(string Row, Dictionary<string, double> Figures);
