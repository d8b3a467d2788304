namespace Spade.Api.Problems;

/// <summary>Tells OpenAPI which error responses a route has.</summary>
internal static class ProblemMetadata
{
    /// <summary>Adds these statuses, and the 503 that every route has for an absent database.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses.Append(StatusCodes.Status503ServiceUnavailable))
            route.ProducesProblem(status);
        return route;
    }
}
