using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Spade.Api.OpenApi;

/// <summary>Describes a JSON object that the handler reads itself.</summary>
internal static class JsonBodyDescription
{
    /// <summary>Accepted in routing, so that a body of another type gets an answer that says so; not part of the description.</summary>
    private const string AnyType = "*/*";

    /// <summary>Shows the body's members and an example of it.</summary>
    public static RouteHandlerBuilder TakesJson<T>(this RouteHandlerBuilder route, T example) where T : class =>
        route.Accepts<T>("application/json", AnyType).WithMetadata(new JsonBodyExample(example));

    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<JsonBodyExample>().LastOrDefault() is not { } body)
            return Task.CompletedTask;
        var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var contents = operation.RequestBody!.Content!;
        contents.Remove(AnyType);
        foreach (var content in contents.Values)
            content.Example = JsonSerializer.SerializeToNode(body.Value, body.Value.GetType(), json);
        return Task.CompletedTask;
    }

    private sealed record JsonBodyExample(object Value);
}
