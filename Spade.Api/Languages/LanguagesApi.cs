using Microsoft.AspNetCore.Http.HttpResults;
using Spade.Api.Access;
using Spade.Api.Gates;
using Spade.Api.OpenApi;
using Spade.Api.Problems;
using Spade.Documents.Keys;
using Spade.Documents.Languages;

namespace Spade.Api.Languages;

/// <summary>The languages of uploads.</summary>
internal static class LanguagesApi
{
    private static readonly LanguageListResponse Example = new(
        [new LanguageResponse("deu", "German", Default: false), new LanguageResponse("eng", "English", Default: true)]);

    public static RouteGroupBuilder MapLanguages(this IEndpointRouteBuilder app)
    {
        var languages = app.MapGroup("").WithTags("Languages").RequireDatabaseSchema().RequireScope(KeyScopes.Read);

        languages.MapGet("/languages", ListAsync).WithName("ListLanguages")
            .WithSummary("The languages that the option 'lang' of an upload may name, alone or joined by '+'.")
            .WithResponseExample(StatusCodes.Status200OK, Example)
            .ProducesProblems();
        return languages;
    }

    private static async Task<Ok<LanguageListResponse>> ListAsync(OfferedLanguages languages, CancellationToken cancellationToken) =>
        TypedResults.Ok(LanguageListResponse.From(await languages.ReadAsync(cancellationToken)));
}
