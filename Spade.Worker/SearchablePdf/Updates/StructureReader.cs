using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spade.Worker.Folders;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Updates;

/// <summary>Reads objects of a PDF as JSON, which <c>qpdf</c> writes: it opens files of every kind, under the limits of a child
/// process.</summary>
internal sealed class StructureReader(PdfTools tools)
{
    // Objects may lie in one another about 500 deep for qpdf.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 600 };

    // Of one answer. In memory it takes about three times the space.
    private const long MostBytes = 64 * 1024 * 1024;

    /// <summary>Reads the pages and the trailer.</summary>
    public async Task<PdfStructure> ReadAsync(WorkFolder folder, string pdf, CancellationToken cancellationToken)
    {
        var list = new PageList();
        // The JSON of pages would list the images of each: with resources that many pages share, millions.
        var isSound = await tools.RunQpdfAsync(folder, ["--show-pages", pdf], cancellationToken, list.Add);
        var (json, _) = await RunAsync(folder, pdf, ["--json-key=qpdf", "--json-object=trailer"], cancellationToken);
        var file = Required(json["qpdf"]).AsArray();
        var trailer = Required(file[1]?["trailer"]?["value"]).AsObject();
        return new PdfStructure(list.Pages, trailer, Required(file[0]?["maxobjectid"]).GetValue<int>(), isSound);
    }

    /// <summary>Reads the values of some objects. An object that is absent has none, and neither has a stream.</summary>
    public async Task<IReadOnlyDictionary<PdfReference, JsonNode?>> ReadObjectsAsync(
        WorkFolder folder, string pdf, IReadOnlyCollection<PdfReference> objects, CancellationToken cancellationToken)
    {
        var (json, _) = await RunAsync(
            folder, pdf,
            [
                "--json-key=qpdf",
                .. objects.Select(o => string.Create(CultureInfo.InvariantCulture, $"--json-object={o.Number},{o.Generation}")),
            ],
            cancellationToken);
        var values = Required(Required(json["qpdf"]).AsArray()[1]).AsObject();
        return objects.ToDictionary(o => o, o => values[$"obj:{o}"]?["value"]?.DeepClone());
    }

    private async Task<(JsonObject Json, bool IsSound)> RunAsync(
        WorkFolder folder, string pdf, string[] what, CancellationToken cancellationToken)
    {
        var output = folder.File("structure.json");
        try
        {
            var isSound = await tools.RunQpdfAsync(folder, ["--json=2", .. what, pdf, output], cancellationToken, mostBytes: MostBytes);
            return (Required(await QpdfJson.ReadAsync(output, Options, cancellationToken)).AsObject(), isSound);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new SearchablePdfException("the PDF's structure cannot be read", exception);
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static JsonNode Required(JsonNode? value) =>
        value ?? throw new SearchablePdfException("the PDF's structure cannot be read");
}
