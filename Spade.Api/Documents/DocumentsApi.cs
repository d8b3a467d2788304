using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Spade.Api.Access;
using Spade.Api.Configuration;
using Spade.Api.Gates;
using Spade.Api.OpenApi;
using Spade.Api.Parameters;
using Spade.Api.Problems;
using Spade.Api.Uploads;
using Spade.Documents.Documents;
using Spade.Documents.Keys;

namespace Spade.Api.Documents;

/// <summary>Documents: a scan goes in, its text comes out.</summary>
internal static class DocumentsApi
{
    public static RouteGroupBuilder MapDocuments(this IEndpointRouteBuilder app)
    {
        // Full paths: with a group prefix the list would be "/documents/" in OpenAPI, spans and metrics.
        var documents = app.MapGroup("").WithTags("Documents").RequireDatabaseSchema().RequireScope(KeyScopes.Read);

        MapUpload(documents);
        MapReading(documents, LongestWait(app.ServiceProvider.GetRequiredService<IOptions<ApiLimits>>()));
        MapChanges(documents);
        return documents;
    }

    private static void MapUpload(RouteGroupBuilder documents) =>
        documents.MapPost("/documents", UploadAsync).WithName("UploadDocument").RequireScope(KeyScopes.Write)
            .WithSummary("Uploads a scan, as the only part of a form or as the body itself. The same upload again finds its document.")
            .Produces<DocumentResponse>(StatusCodes.Status202Accepted)
            .Produces<DocumentResponse>()
            .WithNumber("dpi", RecognitionOptions.MinDpi, RecognitionOptions.MaxDpi, RecognitionOptions.DefaultDpi)
            .WithWords<TextSourceWords>("text")
            .WithParameterExample("lang", "eng").WithParameterExample("pages", "1-3,7")
            .WithParameterExample("callback", "https://hooks.example.com/spade")
            .WithResponseExample(StatusCodes.Status202Accepted, DocumentExamples.Queued)
            .WithResponseExample(StatusCodes.Status200OK, DocumentExamples.Completed)
            .ProducesProblems(
                ApiProblems.UnknownOption("language", "lang", ["callback", "dpi", "lang", "pages", "text"]),
                ApiProblems.InvalidParameter("dpi is '71'; it must be a whole number from 72 to 600, and is 300 when left out."),
                ApiProblems.UnknownLanguage("fra", ["eng"]), ApiProblems.EmptyFile(),
                ApiProblems.MalformedMultipart("The form breaks off in the middle of the file."), ApiProblems.FileTooLarge(104_857_600),
                ApiProblems.CallbackRefused("hooks.example.com"), ApiProblems.CallbackTaken(), ApiProblems.NoWebhookSecret("acme"),
                ApiProblems.UnsupportedContent(), ApiProblems.TooManyPixels(new(1, 30_000, 30_000), 100_000_000),
                ApiProblems.QueueFull(10_000), ApiProblems.NoRoom())
            // The spool enforces the limit: Kestrel's own resets the connection while the client still sends, and the client never sees the
            // answer.
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .AddOpenApiOperationTransformer(UploadBody.DescribeAsync);

    private static void MapReading(RouteGroupBuilder documents, int longestWait)
    {
        documents.MapGet("/documents", ListAsync).WithName("ListDocuments")
            .WithSummary("Lists the caller's documents, newest first.")
            .WithNumber("limit", 1, ListQuery.MaxLimit, ListQuery.DefaultLimit)
            .WithWords<StatusWords>("status")
            .WithParameterExample("status", "completed")
            .WithResponseExample(StatusCodes.Status200OK, DocumentExamples.List)
            .ProducesProblems(
                ApiProblems.InvalidParameter("limit is '0'; it must be a whole number from 1 to 200, and is 50 when left out."));
        documents.MapGet("/documents/{id}", FindAsync).WithName("GetDocument")
            .WithSummary("Says where a document stands; with 'wait', answers when it has ended or the time is up.")
            .Produces<DocumentResponse>()
            .WithNumber("wait", 0, longestWait, whenMissing: 0)
            .WithParameterExample("id", DocumentExamples.Id).WithParameterExample("wait", 30)
            .WithResponseExample(StatusCodes.Status200OK, DocumentExamples.Completed)
            .ProducesProblems(
                ApiProblems.InvalidParameter("wait is '61'; it must be a whole number from 0 to 60, and is 0 when left out."),
                ApiProblems.DocumentNotFound(DocumentExamples.Id));
    }

    private static void MapChanges(RouteGroupBuilder documents)
    {
        documents.MapDelete("/documents/{id}", DeleteAsync).WithName("DeleteDocument").RequireScope(KeyScopes.Write)
            .WithSummary("Cancels a document that has not ended (200), removes one that has (204).")
            .Produces<DocumentResponse>()
            .Produces(StatusCodes.Status204NoContent)
            .WithParameterExample("id", DocumentExamples.Id)
            .WithResponseExample(StatusCodes.Status200OK, DocumentExamples.Cancelled)
            .ProducesProblems(ApiProblems.DocumentNotFound(DocumentExamples.Id));
        documents.MapPost("/documents/{id}/retry", RetryAsync).WithName("RetryDocument").RequireScope(KeyScopes.Write)
            .WithSummary("Starts a document again that failed, was cancelled, or completed with pages that could not be read.")
            .Produces<DocumentResponse>(StatusCodes.Status202Accepted)
            .WithParameterExample("id", DocumentExamples.Id)
            .WithResponseExample(StatusCodes.Status202Accepted, DocumentExamples.Queued)
            .ProducesProblems(
                ApiProblems.DocumentNotFound(DocumentExamples.Id), ApiProblems.NotEnded("running"), ApiProblems.NothingToRetry(),
                ApiProblems.QueueFull(10_000));
    }

    private static async Task<IResult> UploadAsync(
        HttpContext context, UploadQuery query, UploadCallback callbacks, UploadReader reader, DocumentStore store, DocumentAudit audit,
        [Description("Languages to read in, such as eng or eng+deu (see /languages); the default one when left out.")] string? lang,
        [Description("Pages to read, such as 1-3,7; all when left out.")] string? pages,
        [Description("Resolution for PDF pages, 72 to 600; 300 when left out.")] string? dpi,
        [Description("Where the text of PDF pages comes from: ocr, layer or auto; ocr when left out.")] string? text,
        [Description("Where the event of the document's end is sent; nowhere when left out.")] string? callback,
        CancellationToken cancellationToken)
    {
        try
        {
            var options = await query.ReadAsync(lang, pages, dpi, text, cancellationToken);
            var receiver = await callbacks.ReadAsync(callback, cancellationToken);
            await using var upload = await reader.ReadAsync(context.Request, cancellationToken);
            var saved = await store.SaveAsync(upload.ToDocument(options, context.GetCaller().Id, receiver), cancellationToken);
            audit.Uploaded(saved, context.GetCaller());
            return Answer(context.Response, saved);
        }
        catch (UploadProblemException rejected)
        {
            return rejected.Problem;
        }
        catch (CallbackTakenException)
        {
            return ApiProblems.CallbackTaken();
        }
    }

    private static IResult Answer(HttpResponse response, SavedDocument saved) => saved.Accepted
        ? Accepted(response, saved.Document)
        : TypedResults.Ok(DocumentResponse.From(saved.Document));

    private static Accepted<DocumentResponse> Accepted(HttpResponse response, DocumentView view)
    {
        var document = DocumentResponse.From(view);
        response.Headers.RetryAfter = "1";
        return TypedResults.Accepted(document.Links.Self, document);
    }

    private static async Task<Results<Ok<DocumentListResponse>, ApiProblem>> ListAsync(
        DocumentQueries queries,
        [Description("queued, running, completed, failed or cancelled; all when left out.")] string? status,
        [Description("Most documents to return, 1 to 200; 50 when left out.")] string? limit,
        [Description("nextCursor of the previous page.")] string? cursor,
        CancellationToken cancellationToken)
    {
        if (!ListQuery.TryParse(status, limit, cursor, out var query, out var problem))
            return problem;
        // One more than asked for shows whether there is a next page.
        var found = await queries.ListAsync(query.Status, query.After, query.Limit + 1, cancellationToken);
        var shown = found.Take(query.Limit).ToList();
        var next = found.Count > shown.Count ? ListCursor.Write(new DocumentPosition(shown[^1].CreatedAt, shown[^1].Id)) : null;
        return TypedResults.Ok(new DocumentListResponse([.. shown.Select(DocumentResponse.From)], next));
    }

    private static async Task<Results<Ok<DocumentResponse>, ApiProblem>> FindAsync(
        string id, HttpContext context, DocumentWait documents, IOptions<ApiLimits> limits,
        [Description("Seconds to wait until the document has ended, 0 to 60; 0 when left out.")] string? wait,
        CancellationToken cancellationToken)
    {
        if (!QueryNumber.TryParse("wait", wait, 0, LongestWait(limits), whenMissing: 0, out var seconds, out var problem))
            return problem;
        var (document, isRefused) = ContentId.IsWellFormed(id)
            ? await documents.FindAsync(id, TimeSpan.FromSeconds(seconds), context, cancellationToken)
            : (null, false);
        if (isRefused)
            return KeyHandler.Refuse(context.Response, LastingAccess.Reason);
        if (document is null)
            return ApiProblems.DocumentNotFound(id);
        // A wait may end early because this process stops: the client repeats the request, and another replica continues the wait.
        if (!document.Status.HasEnded())
            context.Response.Headers.RetryAfter = "1";
        return TypedResults.Ok(DocumentResponse.From(document));
    }

    private static async Task<Results<Ok<DocumentResponse>, NoContent, ApiProblem>> DeleteAsync(
        string id, HttpContext context, DocumentStore store, DocumentAudit audit, CancellationToken cancellationToken)
    {
        var deleted = ContentId.IsWellFormed(id) ? await store.DeleteAsync(id, cancellationToken) : new DeletedDocument.Unknown();
        switch (deleted)
        {
            case DeletedDocument.Stopped stopped:
                audit.Stopped(stopped.Document, context.GetCaller());
                return TypedResults.Ok(DocumentResponse.From(stopped.Document));
            case DeletedDocument.Removed removed:
                audit.Removed(removed.Document, context.GetCaller());
                return TypedResults.NoContent();
            default:
                return ApiProblems.DocumentNotFound(id);
        }
    }

    private static async Task<Results<Accepted<DocumentResponse>, ApiProblem>> RetryAsync(
        string id, HttpContext context, DocumentStore store, DocumentAudit audit, CancellationToken cancellationToken)
    {
        var retried = ContentId.IsWellFormed(id) ? await store.RetryAsync(id, cancellationToken) : new RetriedDocument.Unknown();
        switch (retried)
        {
            case RetriedDocument.Started started:
                audit.Retried(started.Document, context.GetCaller());
                return Accepted(context.Response, started.Document);
            case RetriedDocument.NotEnded unfinished:
                return ApiProblems.NotEnded(unfinished.Document.Status.ToWord());
            case RetriedDocument.NothingToRetry:
                return ApiProblems.NothingToRetry();
            default:
                return ApiProblems.DocumentNotFound(id);
        }
    }

    private static int LongestWait(IOptions<ApiLimits> limits) => (int)limits.Value.MaxWait.TotalSeconds;
}
