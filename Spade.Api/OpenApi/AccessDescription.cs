using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Spade.Api.Access;
using Spade.Api.Problems;
using Spade.Documents.Keys;

namespace Spade.Api.OpenApi;

/// <summary>The keys that operations need.</summary>
internal static class AccessDescription
{
    private const string Scheme = "key";

    /// <summary>Describes how a key is sent.</summary>
    public static Task AddSchemeAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.AddComponent<IOpenApiSecurityScheme>(Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A key of this service, 'spade_…', or a token of the issuer that it is configured with. "
                + "A service without any key answers this machine only, and needs none.",
        });
        return Task.CompletedTask;
    }

    /// <summary>Says which scope an operation needs.</summary>
    public static Task Add(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (ScopeOf(context) is { } scope)
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [scope] }];
        return Task.CompletedTask;
    }

    /// <summary>The refusals of callers that may not use an operation.</summary>
    public static IEnumerable<ApiProblem> ProblemsOf(OpenApiOperationTransformerContext context) => ScopeOf(context) is { } scope
        ?
        [
            ApiProblems.KeyRequired(),
            ApiProblems.KeyRefused("The key spade_abcdefgh is wrong, revoked or expired. Ask an operator for another."),
            ApiProblems.MissingScope(scope, [.. KeyScopes.All.Where(other => other != scope).Take(1)]),
            ApiProblems.IssuerUnavailable(),
        ]
        : [];

    private static string? ScopeOf(OpenApiOperationTransformerContext context) =>
        context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().LastOrDefault()?.Scope;
}
