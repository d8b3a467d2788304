using System.Globalization;
using System.Text.Json.Nodes;
using Spade.Worker.SearchablePdf.Layers;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Updates;

/// <summary>What a page has of its own or from the page tree above it.</summary>
internal static class PageAttributes
{
    // US Letter, which readers take for a page without a size.
    private static readonly PageArea Letter = new(0, 0, 612, 792, 0);

    // Points, as PdfInfoOutput judges it: a visible area below that shows nothing.
    private const double LeastSide = 3;

    private const int DeepestTree = 50;

    /// <summary>Finds an attribute on the page or on a node above it.</summary>
    /// <returns>The object that has it, and its value; null when there is none.</returns>
    public static (PdfReference Owner, JsonNode Value)? Find(ObjectGraph graph, PdfReference page, string name)
    {
        PdfReference? owner = page;
        for (var depth = 0; depth < DeepestTree && owner is { } reference; depth++)
        {
            if (graph.Get(reference) is not JsonObject node)
                return null;
            if (node[name] is { } value)
                return (reference, value);
            owner = PdfReference.From(node["/Parent"]);
        }

        return null;
    }

    /// <summary>What is displayed of a page, by the rules by which it was drawn for recognition.</summary>
    public static PageArea Area(ObjectGraph graph, PdfReference page)
    {
        var whole = Box(graph, page, "/MediaBox") ?? Letter;
        var visible = (Box(graph, page, "/CropBox") ?? whole).In(whole);
        var area = visible.Width < LeastSide || visible.Height < LeastSide ? whole : visible;
        return area with { Rotation = Rotation(graph, page) };
    }

    private static PageArea? Box(ObjectGraph graph, PdfReference page, string name)
    {
        if (Find(graph, page, name) is not { } found || graph.Resolve(found.Value) is not JsonArray { Count: 4 } sides)
            return null;
        if (sides.Select(side => Number(graph.Resolve(side))).ToArray() is not [{ } x1, { } y1, { } x2, { } y2])
            return null;
        var area = new PageArea(Math.Min(x1, x2), Math.Min(y1, y2), Math.Max(x1, x2), Math.Max(y1, y2), 0);
        return area is { Width: > 0, Height: > 0 } ? area : null;
    }

    private static int Rotation(ObjectGraph graph, PdfReference page)
    {
        if (Find(graph, page, "/Rotate") is not { } found || Number(graph.Resolve(found.Value)) is not { } degrees)
            return 0;
        var rotation = (int)(degrees % 360);
        return (rotation < 0 ? rotation + 360 : rotation) is var turned and (90 or 180 or 270) ? turned : 0;
    }

    private static double? Number(JsonNode? value) =>
        value is JsonValue number
        && double.TryParse(number.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : null;
}
