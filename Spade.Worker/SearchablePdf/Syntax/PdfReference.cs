using System.Globalization;
using System.Text.Json.Nodes;

namespace Spade.Worker.SearchablePdf.Syntax;

/// <summary>The name of an object in a PDF file.</summary>
/// <param name="Number">Object number, from 1.</param>
/// <param name="Generation">Generation; 0 for almost all objects.</param>
internal readonly record struct PdfReference(int Number, int Generation = 0)
{
    /// <summary>Reads <c>12 0 R</c>; null when the value is anything else.</summary>
    public static PdfReference? From(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var word) ? From(word) : null;

    /// <summary>Reads <c>12 0 R</c>; null when the text is anything else.</summary>
    public static PdfReference? From(string text)
    {
        var words = text.Split(' ');
        return words is [var number, var generation, "R"]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            && int.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out var g)
            ? new PdfReference(n, g)
            : null;
    }

    /// <summary>As a value in JSON.</summary>
    public JsonNode ToJson() => JsonValue.Create(ToString());

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Generation} R");
}
