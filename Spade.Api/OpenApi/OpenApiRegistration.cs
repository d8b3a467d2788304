using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Spade.Api.OpenApi;

/// <summary>Registers the API's description.</summary>
internal static class OpenApiRegistration
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        // Otherwise every number of the description is "a number, or a string of digits".
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddOpenApi(options => options
            .AddSchemaTransformer(DescribeWords)
            .AddOperationTransformer(ParameterDescription.Add)
            .AddOperationTransformer(DownloadDescription.Add)
            .AddOperationTransformer(JsonBodyDescription.Add)
            .AddOperationTransformer(ResponseExamples.Add)
            .AddOperationTransformer(AccessDescription.Add)
            .AddOperationTransformer(ProblemExamples.Add)
            .AddDocumentTransformer(AccessDescription.AddSchemeAsync)
            .AddDocumentTransformer(DescribeDocument));
        return services;
    }

    private static Task DescribeWords(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var attributes = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(OneOfAttribute), inherit: true);
        if (attributes is not [OneOfAttribute oneOf])
            return Task.CompletedTask;
        schema.Enum = [.. oneOf.Words.Select(word => (JsonNode)word)];
        if (schema.Type?.HasFlag(JsonSchemaType.Null) == true)
            schema.Enum.Add(JsonNullSentinel.JsonNull);
        return Task.CompletedTask;
    }

    private static Task DescribeDocument(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Spade";
        document.Info.Description = "A document OCR service: a scan goes in, its text comes out, page by page.";
        // They would come from the Host header, which a client chooses. The description's own address is the base of its paths.
        document.Servers = null;
        return Task.CompletedTask;
    }
}
