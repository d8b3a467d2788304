using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Spade.Api.Access;
using Spade.Api.Gates;
using Spade.Api.OpenApi;
using Spade.Api.Problems;
using Spade.Documents.Keys;
using Spade.Documents.Webhooks;

namespace Spade.Api.Webhooks;

/// <summary>The log of deliveries: which events were sent where, and what came of it.</summary>
internal static class DeliveriesApi
{
    public static RouteGroupBuilder MapDeliveries(this IEndpointRouteBuilder app)
    {
        var deliveries = app.MapGroup("").WithTags("Webhooks").RequireDatabaseSchema().RequireScope(KeyScopes.Read);

        deliveries.MapGet("/deliveries", ListAsync).WithName("ListDeliveries")
            .WithSummary("Lists the events that were sent to receivers, or are to be, newest first.")
            .WithNumber("limit", 1, DeliveryQuery.MaxLimit, DeliveryQuery.DefaultLimit)
            .WithWords<DeliveryStateWords>("state")
            .WithParameterExample("state", "failed").WithParameterExample("document", ExampleDocument.Id)
            .WithResponseExample(StatusCodes.Status200OK, DeliveryExamples.List)
            .ProducesProblems(
                ApiProblems.InvalidParameter("limit is '0'; it must be a whole number from 1 to 200, and is 50 when left out."));
        deliveries.MapGet("/deliveries/{id}", FindAsync).WithName("GetDelivery")
            .WithSummary("A delivery with the body that is sent and every attempt.")
            .Produces<DeliveryDetailsResponse>()
            .WithParameterExample("id", DeliveryExamples.Id)
            .WithResponseExample(StatusCodes.Status200OK, DeliveryExamples.Details)
            .ProducesProblems(ApiProblems.DeliveryNotFound(DeliveryExamples.Id));
        deliveries.MapPost("/deliveries/{id}/redeliver", RedeliverAsync).WithName("RedeliverDelivery").RequireScope(KeyScopes.Write)
            .WithSummary("Sends an event again that was delivered or has failed, with the same id and body.")
            .Produces<DeliveryResponse>(StatusCodes.Status202Accepted)
            .WithParameterExample("id", DeliveryExamples.Id)
            .WithResponseExample(StatusCodes.Status202Accepted, DeliveryExamples.Pending)
            .ProducesProblems(ApiProblems.DeliveryNotFound(DeliveryExamples.Id), ApiProblems.DeliveryNotEnded());
        return deliveries;
    }

    private static async Task<Results<Ok<DeliveryListResponse>, ApiProblem>> ListAsync(
        DeliveryLog log,
        [Description("pending, delivered or failed; all when left out.")] string? state,
        [Description("Id of the document; all when left out.")] string? document,
        [Description("Most deliveries to return, 1 to 200; 50 when left out.")] string? limit,
        [Description("nextCursor of the previous page.")] string? cursor,
        CancellationToken cancellationToken)
    {
        if (!DeliveryQuery.TryParse(state, document, limit, cursor, out var query, out var problem))
            return problem;
        // One more than asked for shows whether there is a next page.
        var found = await log.ListAsync(query.State, query.DocumentId, query.After, query.Limit + 1, cancellationToken);
        var shown = found.Take(query.Limit).ToList();
        var next = found.Count > shown.Count ? DeliveryCursor.Write(new DeliveryPosition(shown[^1].CreatedAt, shown[^1].Id)) : null;
        return TypedResults.Ok(new DeliveryListResponse([.. shown.Select(DeliveryResponse.From)], next));
    }

    private static async Task<Results<Ok<DeliveryDetailsResponse>, ApiProblem>> FindAsync(
        string id, DeliveryLog log, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "D", out var delivery) && await log.FindAsync(delivery, cancellationToken) is { } found
            ? TypedResults.Ok(DeliveryDetailsResponse.From(found))
            : ApiProblems.DeliveryNotFound(id);

    private static async Task<Results<Accepted<DeliveryResponse>, ApiProblem>> RedeliverAsync(
        string id, HttpContext context, DeliveryLog log, ILogger<DeliveryLog> logger, CancellationToken cancellationToken)
    {
        var repeated = Guid.TryParseExact(id, "D", out var delivery)
            ? await log.SendAgainAsync(delivery, cancellationToken)
            : RepeatedDelivery.Unknown;
        if (repeated == RepeatedDelivery.NotEnded)
            return ApiProblems.DeliveryNotEnded();
        if (repeated == RepeatedDelivery.Unknown || await log.FindAsync(delivery, cancellationToken) is not { } found)
            return ApiProblems.DeliveryNotFound(id);
        WebhookAudit.Redelivered(logger, delivery, found.Delivery.Tenant, context.GetCaller());
        return TypedResults.Accepted($"/deliveries/{delivery}", DeliveryResponse.From(found.Delivery));
    }
}
