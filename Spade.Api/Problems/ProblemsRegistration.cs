using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Spade.Api.Problems;

/// <summary>Registers problem details for every error response, the framework's own included.</summary>
internal static class ProblemsRegistration
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => GiveType(context.ProblemDetails));
        services.AddExceptionHandler<BrokenConnectionHandler>();
        services.AddExceptionHandler<QueueFullHandler>();
        services.AddExceptionHandler<DatabaseFaultHandler>();
        services.AddExceptionHandler<BadRequestHandler>();
        return services;
    }

    public static IApplicationBuilder UseProblems(this IApplicationBuilder app) => app.UseExceptionHandler().UseStatusCodePages();

    // Unknown routes, wrong methods and crashes have no type of ours; it is made from the status.
    private static void GiveType(ProblemDetails problem)
    {
        if (problem.Type?.StartsWith(ApiProblem.TypePrefix, StringComparison.Ordinal) == true)
            return;
        var phrase = ReasonPhrases.GetReasonPhrase(problem.Status ?? StatusCodes.Status500InternalServerError);
        problem.Type = ApiProblem.TypePrefix + phrase.ToLowerInvariant().Replace(' ', '-');
    }
}
