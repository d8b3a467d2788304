using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Spade.Api.Access;
using Spade.Api.Gates;
using Spade.Api.OpenApi;
using Spade.Api.Parameters;
using Spade.Api.Problems;
using Spade.Documents.Keys;
using Spade.Documents.Ledger;

namespace Spade.Api.Restarts;

/// <summary>The restart ledger, for operators.</summary>
internal static class RestartsApi
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    public static RouteGroupBuilder MapRestarts(this IEndpointRouteBuilder app)
    {
        var restarts = app.MapGroup("").WithTags("Restarts").RequireDatabaseSchema().RequireScope(KeyScopes.Operate);

        restarts.MapGet("/restarts", ListAsync).WithName("ListRestarts")
            .WithSummary("Every process life and how it ended, newest first.")
            .WithNumber("limit", 1, MaxLimit, DefaultLimit)
            .WithWords<RestartStateWords>("state")
            .WithParameterExample("service", "spade-worker")
            .WithResponseExample(StatusCodes.Status200OK, RestartListResponse.Example)
            .ProducesProblems(
                ApiProblems.InvalidParameter("limit is '0'; it must be a whole number from 1 to 500, and is 50 when left out."));
        return restarts;
    }

    private static async Task<Results<Ok<RestartListResponse>, ApiProblem>> ListAsync(
        RestartQueries queries,
        [Description("Service, such as spade-worker; all when left out.")] string? service,
        [Description("running, draining, stopped, cut, failed, crashed or unknown; all when left out.")] string? state,
        [Description("Most entries to return, 1 to 500; 50 when left out.")] string? limit,
        CancellationToken cancellationToken)
    {
        RestartState? wanted = null;
        if (state is not null)
        {
            if (!RestartStateNames.TryParse(state, out var known))
                return ApiProblems.InvalidParameter($"state is '{state}'; it must be one of: {string.Join(", ", RestartStateNames.All)}.");
            wanted = known;
        }

        if (!QueryNumber.TryParse("limit", limit, 1, MaxLimit, DefaultLimit, out var most, out var problem))
            return problem;
        var found = await queries.ListAsync(service, wanted, most, cancellationToken);
        return TypedResults.Ok(new RestartListResponse([.. found.Select(RestartResponse.From)]));
    }
}
