namespace Spade.Api.Problems;

/// <summary>Tells OpenAPI which error responses a route has.</summary>
internal static class ProblemMetadata
{
    /// <summary>Adds these problems as examples of their kind, those of the gates before every route, and those that every route has that
    /// uses the database: 503s, and the quota of requests.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params ApiProblem[] problems)
    {
        ApiProblem[] all =
        [
            .. problems, ApiProblems.ForeignHost("rebind.example"),
            ApiProblems.QuotaExceeded(["requests"], "At most 50 requests may be sent in a second.", TimeSpan.FromSeconds(1)),
            ApiProblems.DatabaseUnavailable(), ApiProblems.Starting(),
        ];
        foreach (var status in all.Select(problem => problem.Status).Distinct())
            route.ProducesProblem(status);
        route.Add(AddCrossSite);
        return route.WithMetadata(new PossibleProblems(all));
    }

    private static void AddCrossSite(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<IHttpMethodMetadata>().Any(methods => !methods.HttpMethods.All(SafeMethods.Contains)))
            endpoint.Metadata.Add(new PossibleProblems([ApiProblems.CrossSite("Sec-Fetch-Site: cross-site")]));
    }

    /// <summary>The problems that a route may answer with.</summary>
    /// <param name="Problems">One of each kind.</param>
    public sealed record PossibleProblems(IReadOnlyList<ApiProblem> Problems);
}
