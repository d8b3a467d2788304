using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Spade.Api.Uploads;

/// <summary>Describes the body of an upload to OpenAPI, which cannot know it: the endpoint reads it by itself.</summary>
internal static class UploadBody
{
    public static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var binary = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        var form = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = binary },
            Required = new HashSet<string> { "file" },
        };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "PDF, PNG, JPEG, TIFF, WebP, BMP or GIF, judged by content. In a form it is the only part, whatever its name.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new() { Schema = form },
                ["application/octet-stream"] = new() { Schema = binary },
            },
        };
        return Task.CompletedTask;
    }
}
