using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Spade.Documents.Pages;
using Spade.Worker.Folders;
using Spade.Worker.SearchablePdf.Layers;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Updates;

/// <summary>Appends layers to a PDF: new versions of its pages behind its last byte, and cross references that lead to them. All bytes
/// before stay as they are, so a signature over them stays valid.</summary>
internal sealed class PdfUpdate(StructureReader reader)
{
    // Entries that describe the cross references before, not the file.
    private static readonly string[] Stale =
        ["/Prev", "/XRefStm", "/Size", "/Type", "/W", "/Index", "/Filter", "/DecodeParms", "/Length", "/DocChecksum"];

    /// <summary>Writes the file and the update.</summary>
    /// <param name="file">The file.</param>
    /// <param name="pages">Numbers of the pages that get a layer.</param>
    /// <param name="layouts">The layouts; those of other pages are skipped.</param>
    /// <param name="id">Sixteen bytes that name this version of the file.</param>
    /// <param name="parts">Where it is written.</param>
    /// <param name="folder">A folder for temporary files.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task WriteAsync(
        PdfBase file, IReadOnlySet<int> pages, IAsyncEnumerable<(int Page, PageLayout Layout)> layouts, byte[] id, PdfParts parts,
        WorkFolder folder, CancellationToken cancellationToken)
    {
        await WriteBaseAsync(file, parts, cancellationToken);
        if (pages.Count == 0)
            return;
        var structure = file.Structure;
        var objects = new PdfObjects(parts, Math.Max(structure.Size, structure.HighestObject + 1));
        var targets = pages.Order().ToDictionary(page => page, page => structure.Pages[page - 1]);
        var graph = new ObjectGraph(reader, folder, file.Path);
        var font = objects.Reserve();
        var fonts = new FontResources(graph, targets.Values.Select(target => target.Object).ToHashSet(), font);
        await graph.CompleteAsync(() => Look(graph, fonts, targets.Values), cancellationToken);
        fonts.ChooseName();

        if (!file.Tail.EndsWithLine)
            parts.Write("\n");
        var codes = new CharacterCodes();
        var changed = new SortedDictionary<int, (PdfReference Object, JsonObject Version)>();
        await foreach (var (page, layout) in layouts.WithCancellation(cancellationToken))
        {
            if (targets.TryGetValue(page, out var target))
                changed.Add(target.Object.Number, (target.Object, Version(target, layout, graph, fonts, codes, objects)));
        }

        foreach (var (reference, version) in fonts.Changed)
            changed.Add(reference.Number, (reference, version));
        GlyphlessFont.Write(objects, font, codes);
        foreach (var (reference, version) in changed.Values)
            objects.Write(reference, PdfJson.ToPdf(version));
        WriteEnd(file, id, objects, parts);
    }

    private static async Task WriteBaseAsync(PdfBase file, PdfParts parts, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file.Path);
        if (file.IsUpload)
            parts.Take(0, content.Length);
        else
            await parts.WriteAsync(content, cancellationToken);
    }

    private static void Look(ObjectGraph graph, FontResources fonts, IEnumerable<PdfStructurePage> pages)
    {
        foreach (var page in pages)
        {
            _ = PageAttributes.Area(graph, page.Object);
            fonts.Look(page.Object);
        }
    }

    private static JsonObject Version(
        PdfStructurePage page, PageLayout layout, ObjectGraph graph, FontResources fonts, CharacterCodes codes, PdfObjects objects)
    {
        var version = graph.Get(page.Object) is JsonObject current
            ? current.DeepClone().AsObject()
            : throw new SearchablePdfException("a page of the PDF is no dictionary");
        var toPage = LayerGeometry.Of(layout, PageAttributes.Area(graph, page.Object));
        var layer = objects.AddStream("", Encoding.ASCII.GetBytes(TextLayer.Write(layout, toPage, codes, fonts.Name)));
        // Before the page's own content: that may leave the state of the page changed at its end, and often does.
        version["/Contents"] = new JsonArray([layer.ToJson(), .. page.Contents.Select(content => content.ToJson())]);
        fonts.AddTo(page.Object, version, objects);
        return version;
    }

    private static void WriteEnd(PdfBase file, byte[] id, PdfObjects objects, PdfParts parts)
    {
        var trailer = file.Structure.Trailer.DeepClone().AsObject();
        foreach (var entry in Stale)
            trailer.Remove(entry);
        if (trailer["/ID"] is JsonArray { Count: 2 } ids)
            ids[1] = JsonValue.Create($"b:{Convert.ToHexStringLower(id)}");
        var entries = PdfJson.Entries(trailer)
            + string.Create(CultureInfo.InvariantCulture, $" /Prev {file.Tail.CrossReferences}");
        if (file.Tail.IsStream)
            CrossReferences.WriteStream(parts, objects, entries);
        else
            CrossReferences.WriteTable(parts, objects, entries, withFree: false);
    }
}
