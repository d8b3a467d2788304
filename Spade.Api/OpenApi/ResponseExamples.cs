using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Spade.Api.OpenApi;

/// <summary>Examples of responses, as the service would write them.</summary>
internal static class ResponseExamples
{
    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        foreach (var example in context.Description.ActionDescriptor.EndpointMetadata.OfType<ResponseExample>())
        {
            var status = example.Status.ToString(CultureInfo.InvariantCulture);
            foreach (var content in operation.Responses?[status].Content?.Values ?? [])
                content.Example = ToNode(example.Value, json);
        }

        return Task.CompletedTask;
    }

    private static JsonNode? ToNode(object value, JsonSerializerOptions json) =>
        value is string text ? JsonValue.Create(text) : JsonSerializer.SerializeToNode(value, value.GetType(), json);
}
