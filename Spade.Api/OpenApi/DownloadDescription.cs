using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Spade.Api.OpenApi;

/// <summary>Describes <c>HEAD</c>, ranges and conditions of downloads.</summary>
internal static class DownloadDescription
{
    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var facts = context.Description.ActionDescriptor.EndpointMetadata;
        var isHead = HttpMethods.IsHead(context.Description.HttpMethod ?? "");
        foreach (var header in facts.OfType<ResponseHeader>())
            AddHeader(operation, header.Name, header.Description, header.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String);
        if (facts.OfType<Download>().Any())
            DescribeDownload(operation, isHead);
        if (isHead)
            DescribeHead(operation);
        return Task.CompletedTask;
    }

    private static void DescribeDownload(OpenApiOperation operation, bool isHead)
    {
        AddRequestHeader(operation, "If-None-Match", "Entity tags that the client has; 304 when one is current.");
        AddHeader(operation, "ETag", "Names the bytes; absent while they still change.");
        AddHeader(operation, "Accept-Ranges", "bytes; absent while the bytes still change.");
        operation.Responses![Status(StatusCodes.Status304NotModified)] = new OpenApiResponse { Description = "The client has it already." };
        if (isHead)
            return;
        AddRequestHeader(operation, "Range", "One range of bytes, such as bytes=0-1023. Several are answered with everything.");
        AddRequestHeader(operation, "If-Range", "The entity tag that the range belongs to; everything is sent when another is current.");
        operation.Responses[Status(StatusCodes.Status206PartialContent)] = new OpenApiResponse
        {
            Description = "The range.",
            Headers = new Dictionary<string, IOpenApiHeader> { ["Content-Range"] = Header("Its place, and the length of everything.") },
            Content = operation.Responses[Status(StatusCodes.Status200OK)].Content?
                .ToDictionary(content => content.Key, content => new OpenApiMediaType { Schema = content.Value.Schema }),
        };
    }

    // The endpoint's name is the GET operation's; ids of operations are unique.
    private static void DescribeHead(OpenApiOperation operation)
    {
        operation.OperationId = "Head" + operation.OperationId?.Replace("Get", "", StringComparison.Ordinal);
        operation.Summary = "Headers only. " + operation.Summary;
        operation.Responses!.Remove(Status(StatusCodes.Status416RangeNotSatisfiable));
        foreach (var response in operation.Responses.Values)
            response.Content?.Clear();
    }

    private static void AddHeader(
        OpenApiOperation operation, string name, string description, JsonSchemaType type = JsonSchemaType.String)
    {
        if (operation.Responses?[Status(StatusCodes.Status200OK)] is not OpenApiResponse response)
            return;
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = Header(description, type);
    }

    private static void AddRequestHeader(OpenApiOperation operation, string name, string description)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name, In = ParameterLocation.Header, Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }

    private static OpenApiHeader Header(string description, JsonSchemaType type = JsonSchemaType.String) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = type } };

    private static string Status(int status) => status.ToString(CultureInfo.InvariantCulture);
}
