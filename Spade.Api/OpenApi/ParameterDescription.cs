using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Spade.Api.OpenApi;

/// <summary>Types, bounds, words and examples of parameters.</summary>
internal static class ParameterDescription
{
    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var facts = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var number in facts.OfType<NumberParameter>())
        {
            Parameter(operation, number.Name).Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Minimum = number.Min.ToString(CultureInfo.InvariantCulture),
                Maximum = number.Max.ToString(CultureInfo.InvariantCulture),
                Default = number.WhenMissing,
            };
        }

        foreach (var word in facts.OfType<WordParameter>())
        {
            Parameter(operation, word.Name).Schema =
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. word.Words.Select(text => (JsonNode)text)] };
        }

        foreach (var example in facts.OfType<ParameterExample>())
            Parameter(operation, example.Name).Example = JsonSerializer.SerializeToNode(example.Value, example.Value.GetType());
        return Task.CompletedTask;
    }

    private static OpenApiParameter Parameter(OpenApiOperation operation, string name) =>
        operation.Parameters?.OfType<OpenApiParameter>().FirstOrDefault(parameter => parameter.Name == name)
        ?? throw new InvalidOperationException($"{operation.OperationId} has no parameter '{name}' to describe.");
}
