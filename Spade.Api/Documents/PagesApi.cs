using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Spade.Api.Access;
using Spade.Api.Downloads;
using Spade.Api.Gates;
using Spade.Api.OpenApi;
using Spade.Api.Problems;
using Spade.Documents.Documents;
using Spade.Documents.Inspection;
using Spade.Documents.Keys;
using Spade.Documents.Pages;

namespace Spade.Api.Documents;

/// <summary>Single pages.</summary>
internal static class PagesApi
{
    // Part of the entity tag of a page's JSON; raised when the same page would give other bytes than before.
    private const int PageVersion = 1;

    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").WithTags("Pages").RequireDatabaseSchema().RequireScope(KeyScopes.Read);

        pages.MapMethods("/documents/{id}/pages/{n}", GetAndHead, ReadAsync).WithName("GetPage")
            .WithSummary("A page that has ended: its lines and words with boxes and confidences, or why it could not be read.")
            .Produces<PageResponse>()
            .WithResponseExample(StatusCodes.Status200OK, DocumentExamples.Page)
            .IsDownload()
            .IsPage(
                ApiProblems.PreconditionFailed($"\"{DocumentExamples.Id}-page1.1-8de1\""), ApiProblems.RangeNotSatisfiable(20_480));
        pages.MapMethods("/documents/{id}/pages/{n}/image", GetAndHead, ReadImageAsync).WithName("GetPageImage")
            .WithSummary("A small image of a page as it was read, for browsers.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/png", "image/webp")
            .IsDownload()
            .IsPage(
                ApiProblems.PreconditionFailed($"\"{DocumentExamples.Id}-image1-8de1\""), ApiProblems.RangeNotSatisfiable(204_800));
        return pages;
    }

    private static RouteHandlerBuilder IsPage(this RouteHandlerBuilder route, params ApiProblem[] others) => route
        .WithNumber("n", 1, PageSelection.MaxPage)
        .WithParameterExample("id", DocumentExamples.Id)
        .WithParameterExample("n", 1)
        .ProducesProblems(
        [
            ApiProblems.DocumentNotFound(DocumentExamples.Id), ApiProblems.PageNotFound("Page 9 does not exist; the document has 3 pages."),
            ApiProblems.OutputUnavailable(OutputsApi.OldPages([1])),
            ApiProblems.NotFinished("Page 2 is not read yet; the document is running."), .. others,
        ]);

    private static async Task<IResult> ReadAsync(
        string id, string n, DocumentQueries documents, PageResults pages, IOptions<JsonOptions> json, CancellationToken cancellationToken)
    {
        if (!ContentId.IsWellFormed(id) || await documents.FindAsync(id, cancellationToken) is not { } document)
            return ApiProblems.DocumentNotFound(id);
        if (!MissingPage.TryParse(n, out var number))
            return MissingPage.NoNumber(n);
        return await pages.FindAsync(id, number, cancellationToken) switch
        {
            null => MissingPage.Problem(document, number),
            { Layout: null, ErrorType: null } => ApiProblems.OutputUnavailable(OutputsApi.OldPages([number])),
            var page => Page(id, page, json.Value.SerializerOptions),
        };
    }

    private static async Task<IResult> ReadImageAsync(
        string id, string n, DocumentQueries documents, PageResults pages, CancellationToken cancellationToken)
    {
        if (!ContentId.IsWellFormed(id) || await documents.FindAsync(id, cancellationToken) is not { } document)
            return ApiProblems.DocumentNotFound(id);
        if (!MissingPage.TryParse(n, out var number))
            return MissingPage.NoNumber(n);
        return await pages.FindPreviewAsync(id, number, cancellationToken) switch
        {
            null => MissingPage.Problem(document, number),
            { Image: { } image, FinishedAt: var ended } => Image(id, number, image, ended),
            { ErrorType: { } error } => ApiProblems.OutputUnavailable(string.Create(
                CultureInfo.InvariantCulture, $"Page {number} could not be read ({error}), so that it has no image.")),
            _ => ApiProblems.OutputUnavailable(OutputsApi.OldPages([number])),
        };
    }

    private static DownloadResult Page(string id, PageResult page, JsonSerializerOptions json)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(PageResponse.From(id, page), json);
        var eTag = string.Create(CultureInfo.InvariantCulture, $"{id}-page{page.Number}.{PageVersion}-{page.FinishedAt.UtcTicks:x}");
        return new DownloadResult(
            new BytesSource(bytes), "application/json; charset=utf-8", eTag, fileName: null, page.FinishedAt) { Inline = true };
    }

    private static DownloadResult Image(string id, int number, PreviewImage image, DateTimeOffset ended)
    {
        var eTag = string.Create(CultureInfo.InvariantCulture, $"{id}-image{number}-{ended.UtcTicks:x}");
        return new DownloadResult(new BytesSource(image.Data), image.ContentType, eTag, fileName: null, ended);
    }
}
