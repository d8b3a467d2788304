using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Spade.Api.Access;
using Spade.Api.Gates;
using Spade.Api.OpenApi;
using Spade.Api.Problems;
using Spade.Documents.Documents;
using Spade.Documents.Keys;

namespace Spade.Api.Events;

/// <summary>The progress of a document as server-sent events.</summary>
internal static class EventsApi
{
    private const string Example =
        "id: 2\nevent: page\ndata: {\"page\": 1, \"status\": \"done\", \"confidence\": 94.7, \"pagesDone\": 1, \"pagesFailed\": 0, "
        + "\"pagesTotal\": 3}\n\n";

    public static RouteGroupBuilder MapEvents(this IEndpointRouteBuilder app)
    {
        var events = app.MapGroup("").WithTags("Documents").RequireDatabaseSchema().RequireScope(KeyScopes.Read);
        events.MapGet("/documents/{id}/events", FollowAsync).WithName("FollowDocument")
            .WithSummary(
                "Server-sent events: 'page' when a page has ended, 'status' when the status changes. Ends after the status that ends the "
                + "document, or early when this process stops; then continue with Last-Event-ID. 204 when there is nothing to come.")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .Produces(StatusCodes.Status204NoContent)
            .WithParameterExample("id", ExampleDocument.Id)
            .WithResponseExample(StatusCodes.Status200OK, Example)
            .ProducesProblems(
                ApiProblems.InvalidParameter(
                    "Last-Event-ID is 'x'; it must be the id of an event, a whole number. Leave it out to get every event."),
                ApiProblems.DocumentNotFound(ExampleDocument.Id));
        return events;
    }

    private static async Task<Results<EventStream, NoContent, ApiProblem>> FollowAsync(
        string id, EventFeed feed, DocumentQueries documents,
        [FromHeader(Name = LastEventId.Header), Description("Id of the last event received; browsers send it when they reconnect.")]
        string? header,
        [FromQuery(Name = LastEventId.Parameter), Description("The same, for a first request. The header counts when both are there.")]
        string? parameter,
        CancellationToken cancellationToken)
    {
        if (!LastEventId.TryParse(header, parameter, out var received, out var problem))
            return problem;
        var document = ContentId.IsWellFormed(id) ? await documents.FindAsync(id, cancellationToken) : null;
        if (document is null)
            return ApiProblems.DocumentNotFound(id);
        // Ids that the document has not reached belong to an earlier one with the same content, which was removed.
        var after = received <= document.LastEvent ? received : 0;
        // A browser that reconnects after the last event would do so for ever; 204 tells it not to.
        return await feed.IsOverAsync(document, after, cancellationToken)
            ? TypedResults.NoContent()
            : new EventStream(feed, document, after);
    }
}
