namespace Aspire.Hosting.Publishing;

/// <summary>A file of a chart.</summary>
/// <param name="Path">Path inside the chart, with slashes.</param>
/// <param name="Content">What it holds.</param>
internal sealed record ChartFile(string Path, string Content);
