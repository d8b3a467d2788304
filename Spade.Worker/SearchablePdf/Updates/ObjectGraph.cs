using System.Text.Json.Nodes;
using Spade.Worker.Folders;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Updates;

/// <summary>Objects of a PDF, read when they turn out to be needed. Each look at the graph may ask for objects that are absent yet; they
/// are read together, and the look is repeated.</summary>
internal sealed class ObjectGraph(StructureReader reader, WorkFolder folder, string pdf)
{
    // One for each level of the page tree, and a few besides. A tree of 2000 pages has four levels.
    private const int MostLooks = 64;

    // So that a command line stays short.
    private const int BatchLength = 2000;

    private readonly Dictionary<PdfReference, JsonNode?> _known = [];
    private readonly HashSet<PdfReference> _missing = [];

    /// <summary>Looks until nothing is missing.</summary>
    public async Task CompleteAsync(Action look, CancellationToken cancellationToken)
    {
        for (var looks = 0; looks < MostLooks; looks++)
        {
            _missing.Clear();
            look();
            if (_missing.Count == 0)
                return;
            foreach (var batch in _missing.Order(Comparer<PdfReference>.Create((a, b) => a.Number.CompareTo(b.Number))).Chunk(BatchLength))
            {
                foreach (var (reference, value) in await reader.ReadObjectsAsync(folder, pdf, batch, cancellationToken))
                    _known[reference] = value;
            }
        }

        throw new SearchablePdfException("the PDF's page tree is too deep");
    }

    /// <summary>The value of an object; null when it has none, or none is known yet.</summary>
    public JsonNode? Get(PdfReference reference)
    {
        if (_known.TryGetValue(reference, out var value))
            return value;
        _missing.Add(reference);
        return null;
    }

    /// <summary>The value itself, or the value of the object that it refers to.</summary>
    public JsonNode? Resolve(JsonNode? value)
    {
        for (var steps = 0; steps < MostLooks && PdfReference.From(value) is { } reference; steps++)
            value = Get(reference);
        return PdfReference.From(value) is null ? value : null;
    }
}
