using Microsoft.AspNetCore.Http.HttpResults;
using Spade.Api.Gates;
using Spade.Api.Problems;
using Spade.Documents.Languages;

namespace Spade.Api.Languages;

/// <summary>The languages of uploads.</summary>
internal static class LanguagesApi
{
    public static RouteGroupBuilder MapLanguages(this IEndpointRouteBuilder app)
    {
        var languages = app.MapGroup("").WithTags("Languages").RequireDatabaseSchema();

        languages.MapGet("/languages", ListAsync).WithName("ListLanguages")
            .WithSummary("The languages that the option 'lang' of an upload may name, alone or joined by '+'.")
            .ProducesProblems();
        return languages;
    }

    private static async Task<Ok<LanguageListResponse>> ListAsync(OfferedLanguages languages, CancellationToken cancellationToken) =>
        TypedResults.Ok(LanguageListResponse.From(await languages.ReadAsync(cancellationToken)));
}
