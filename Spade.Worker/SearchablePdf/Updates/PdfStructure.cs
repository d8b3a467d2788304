using System.Text.Json.Nodes;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Updates;

/// <summary>What an update of a PDF has to know of it.</summary>
/// <param name="Pages">The pages, in order.</param>
/// <param name="Trailer">The trailer, in the JSON of qpdf.</param>
/// <param name="HighestObject">The highest number of an object.</param>
/// <param name="IsSound">True when it was read without a repair.</param>
internal sealed record PdfStructure(IReadOnlyList<PdfStructurePage> Pages, JsonObject Trailer, int HighestObject, bool IsSound)
{
    /// <summary>True when its bytes can be read with a key only.</summary>
    public bool IsEncrypted => Trailer.ContainsKey("/Encrypt");

    /// <summary>One more than the highest number that the file itself says to be in use.</summary>
    public int Size => Trailer["/Size"] is JsonValue size && size.TryGetValue<int>(out var number) ? number : 0;

    /// <summary>True when every page is an object of the file, and of one page only.</summary>
    public bool HasDistinctPages =>
        Pages.All(page => page.Object.Number > 0 && page.Object.Number < Size)
        && Pages.Select(page => page.Object.Number).Distinct().Count() == Pages.Count;
}

/// <summary>A page.</summary>
/// <param name="Object">Its object.</param>
/// <param name="Contents">The streams that draw it, in order.</param>
internal sealed record PdfStructurePage(PdfReference Object, IReadOnlyList<PdfReference> Contents);
