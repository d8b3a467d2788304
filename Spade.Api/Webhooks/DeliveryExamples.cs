using System.Text.Json;
using Spade.Api.OpenApi;

namespace Spade.Api.Webhooks;

/// <summary>The delivery that the examples of the API's description are about.</summary>
internal static class DeliveryExamples
{
    public const string Id = "01980f4e-7c1a-7b6e-9c55-2f3a6d1e8b90";

    public const string Url = "https://hooks.example.com/spade";

    private static readonly DateTimeOffset Created = new(2027, 3, 1, 9, 30, 5, TimeSpan.Zero);

    public static readonly DeliveryResponse Delivered = new(
        Guid.Parse(Id), "acme", ExampleDocument.Id, "document.completed", Url, "delivered", Attempts: 2, Created, Created.AddSeconds(5),
        NextAttemptAt: null);

    public static readonly DeliveryResponse Pending =
        Delivered with { State = "pending", EndedAt = null, NextAttemptAt = Created.AddHours(1) };

    public static readonly DeliveryListResponse List = new([Delivered], NextCursor: null);

    public static readonly DeliveryDetailsResponse Details = new(
        Delivered,
        JsonSerializer.SerializeToElement(new
        {
            type = "document.completed",
            timestamp = Created,
            data = new
            {
                id = ExampleDocument.Id, status = "completed", fileName = "notes.pdf", pagesDone = 3, pagesFailed = 0, pagesTotal = 3,
                error = (object?)null, createdAt = Created.AddSeconds(-5), completedAt = Created,
            },
        }),
        [
            new AttemptResponse(1, Created.AddSeconds(0.1), 0.4, 503, "The receiver answered 503; success is 200 to 299."),
            new AttemptResponse(2, Created.AddSeconds(4.7), 0.3, 204, Error: null),
        ]);
}
