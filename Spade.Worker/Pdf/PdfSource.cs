namespace Spade.Worker.Pdf;

/// <summary>A PDF to rasterise.</summary>
/// <param name="Path">The file.</param>
/// <param name="Dpi">Resolution.</param>
internal sealed record PdfSource(string Path, int Dpi)
{
    /// <summary>Pages that are drawn whole, whatever visible area (CropBox) they name.</summary>
    public IReadOnlySet<int> WholePages { get; init; } = new HashSet<int>();
}
