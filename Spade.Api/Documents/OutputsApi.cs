using Spade.Api.Access;
using Spade.Api.Downloads;
using Spade.Api.Gates;
using Spade.Api.OpenApi;
using Spade.Api.Problems;
using Spade.Documents.Content;
using Spade.Documents.Documents;
using Spade.Documents.Formats;
using Spade.Documents.Inspection;
using Spade.Documents.Keys;
using Spade.Documents.Pages;

namespace Spade.Api.Documents;

/// <summary>What a document can be downloaded as.</summary>
internal static class OutputsApi
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    public static RouteGroupBuilder MapOutputs(this IEndpointRouteBuilder app)
    {
        var outputs = app.MapGroup("").WithTags("Outputs").RequireDatabaseSchema().RequireScope(KeyScopes.Read);

        outputs.MapMethods("/documents/{id}/text", GetAndHead, ReadTextAsync).WithName("GetDocumentText")
            .WithSummary("The text of the finished pages, a form feed between two; readable while the rest runs.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .IsPagedDownload(DocumentExamples.Text);
        outputs.MapMethods("/documents/{id}/hocr", GetAndHead, ReadHocrAsync).WithName("GetDocumentHocr")
            .WithSummary("The words of the finished pages with their places, as hOCR; readable while the rest runs.")
            .Produces<string>(StatusCodes.Status200OK, "application/xhtml+xml")
            .IsPagedDownload(DocumentExamples.Hocr, ApiProblems.OutputUnavailable(OldPages([1, 2])));
        outputs.MapMethods("/documents/{id}/tsv", GetAndHead, ReadTsvAsync).WithName("GetDocumentTsv")
            .WithSummary("The words of the finished pages with their places, as Tesseract's TSV; readable while the rest runs.")
            .Produces<string>(StatusCodes.Status200OK, "text/tab-separated-values")
            .IsPagedDownload(DocumentExamples.Tsv, ApiProblems.OutputUnavailable(OldPages([1, 2])));
        outputs.MapMethods("/documents/{id}/file", GetAndHead, ReadFileAsync).WithName("GetDocumentFile")
            .WithSummary("The file as it was uploaded, under its detected type.")
            .Produces<Stream>(StatusCodes.Status200OK, MediaTypes.All[0], [.. MediaTypes.All.Skip(1)])
            .WithParameterExample("id", DocumentExamples.Id)
            .IsDownload()
            .ProducesProblems(
                ApiProblems.DocumentNotFound(DocumentExamples.Id), ApiProblems.PreconditionFailed($"\"{DocumentExamples.Id}-file\""),
                ApiProblems.RangeNotSatisfiable(51_200));
        return outputs;
    }

    private static RouteHandlerBuilder IsPagedDownload(
        this RouteHandlerBuilder route, string example, params ApiProblem[] others) => route
        .WithParameterExample("id", DocumentExamples.Id)
        .WithResponseExample(StatusCodes.Status200OK, example)
        .WithResponseHeader("Spade-Status", "The document's status.")
        .WithResponseHeader("Spade-Pages-Done", "Pages that have ended.", isNumber: true)
        .WithResponseHeader("Spade-Pages-Failed", "Of these, pages that could not be read.", isNumber: true)
        .WithResponseHeader("Spade-Pages-Total", "Pages to recognise; absent until they are counted.", isNumber: true)
        .IsDownload()
        .ProducesProblems(
        [
            ApiProblems.DocumentNotFound(DocumentExamples.Id), .. others,
            ApiProblems.PreconditionFailed($"\"{DocumentExamples.Id}-text1-8de1\""), ApiProblems.RangeNotSatisfiable(5_120),
        ]);

    private static async Task<IResult> ReadTextAsync(
        string id, HttpResponse response, DocumentQueries documents, FinishedPages finished, DocumentText text,
        CancellationToken cancellationToken)
    {
        if (!ContentId.IsWellFormed(id) || await documents.FindAsync(id, cancellationToken) is not { } document)
            return ApiProblems.DocumentNotFound(id);
        var pages = await finished.ReadEndedAsync(id, cancellationToken);
        return OutputFormat.Text.Answer(response, document, pages, new TextOutput(text, id, pages));
    }

    private static Task<IResult> ReadHocrAsync(
        string id, HttpResponse response, DocumentQueries documents, FinishedPages finished, DocumentLayouts layouts,
        CancellationToken cancellationToken) =>
        ReadLayoutsAsync(id, response, documents, finished, layouts, OutputFormat.Hocr, new HocrFormat(), cancellationToken);

    private static Task<IResult> ReadTsvAsync(
        string id, HttpResponse response, DocumentQueries documents, FinishedPages finished, DocumentLayouts layouts,
        CancellationToken cancellationToken) =>
        ReadLayoutsAsync(id, response, documents, finished, layouts, OutputFormat.Tsv, new TsvFormat(), cancellationToken);

    private static async Task<IResult> ReadLayoutsAsync(
        string id, HttpResponse response, DocumentQueries documents, FinishedPages finished, DocumentLayouts layouts,
        OutputFormat output, ILayoutFormat format, CancellationToken cancellationToken)
    {
        if (!ContentId.IsWellFormed(id) || await documents.FindAsync(id, cancellationToken) is not { } document)
            return ApiProblems.DocumentNotFound(id);
        var pages = await finished.ReadEndedAsync(id, cancellationToken);
        var old = pages.Where(page => page is { HasLayout: false, ErrorType: null }).Select(page => page.Number).ToList();
        if (old.Count > 0)
            return ApiProblems.OutputUnavailable(OldPages(old));
        var heading = new LayoutHeading(id, document.FileName, document.Language);
        return output.Answer(response, document, pages, new LayoutOutput(layouts, format, heading, pages));
    }

    private static async Task<IResult> ReadFileAsync(
        string id, DocumentQueries documents, DocumentContent content, CancellationToken cancellationToken)
    {
        if (!ContentId.IsWellFormed(id) || await documents.FindAsync(id, cancellationToken) is not { } document)
            return ApiProblems.DocumentNotFound(id);
        var source = new FileSource(content, id, document.Size);
        return new DownloadResult(source, document.ContentType, id + "-file", OutputNames.OfFile(document), document.CreatedAt);
    }

    internal static string OldPages(IReadOnlyCollection<int> pages)
    {
        var shown = string.Join(", ", pages.Take(10)) + (pages.Count > 10 ? ", …" : "");
        return $"These pages were read by a version that kept only their text: {shown}. Delete the document and upload it again.";
    }
}
