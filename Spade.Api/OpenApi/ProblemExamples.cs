using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Spade.Api.Problems;

namespace Spade.Api.OpenApi;

/// <summary>The problem types of each error response, with an example of each.</summary>
internal static class ProblemExamples
{
    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var possible = context.Description.ActionDescriptor.EndpointMetadata.OfType<ProblemMetadata.PossibleProblems>()
            .SelectMany(all => all.Problems).Concat(AccessDescription.ProblemsOf(context));
        foreach (var problems in possible.GroupBy(problem => problem.Status))
        {
            var status = problems.Key.ToString(CultureInfo.InvariantCulture);
            // HEAD has no bodies, and no ranges.
            if (operation.Responses?.GetValueOrDefault(status) is not OpenApiResponse response)
                continue;
            response.Description = string.Join("; ", problems.Select(problem => problem.Title)) + ".";
            if (problems.Any(problem => problem.RetryAfter is not null))
                response.Headers = new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = RetryAfter() };
            if (problems.Any(problem => problem.ViolatedPolicies is not null))
                AddQuotaHeaders(response.Headers ??= new Dictionary<string, IOpenApiHeader>());
            foreach (var content in response.Content?.Values ?? [])
                Describe(content, [.. problems]);
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiMediaType content, IReadOnlyList<ApiProblem> problems)
    {
        var types = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. problems.Select(problem => (JsonNode)TypeOf(problem))] };
        content.Schema = new OpenApiSchema
        {
            AllOf = [content.Schema!, new OpenApiSchema { Properties = new Dictionary<string, IOpenApiSchema> { ["type"] = types } }],
        };
        content.Examples = problems.ToDictionary(problem => problem.Slug, IOpenApiExample (problem) => new OpenApiExample
        {
            Summary = problem.Title,
            Value = new JsonObject
            {
                ["type"] = TypeOf(problem), ["title"] = problem.Title, ["status"] = problem.Status, ["detail"] = problem.Detail,
            },
        });
    }

    private static void AddQuotaHeaders(IDictionary<string, IOpenApiHeader> headers)
    {
        headers["RateLimit-Policy"] = Text("The quotas of the tenant, as draft-ietf-httpapi-ratelimit-headers writes them.");
        headers["RateLimit"] = Text("What is left of them.");

        static OpenApiHeader Text(string description) =>
            new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }

    private static OpenApiHeader RetryAfter() => new()
    {
        Description = "Seconds after which to ask again.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
    };

    private static string TypeOf(ApiProblem problem) => ApiProblem.TypePrefix + problem.Slug;
}
