namespace Spade.Api.Problems;

/// <summary>Tells OpenAPI what a route may say no with.</summary>
internal static class ProblemMetadata
{
    /// <summary>Adds these statuses, and the 503 that every route answers when the database is away.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses.Append(StatusCodes.Status503ServiceUnavailable))
            route.ProducesProblem(status);
        return route;
    }
}
