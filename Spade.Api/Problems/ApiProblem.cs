using System.Globalization;

namespace Spade.Api.Problems;

/// <summary>An error response in the format of RFC 9457.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Slug">Last part of the problem's <c>type</c>. A contract with clients: its meaning never changes.</param>
/// <param name="Title">What is wrong, the same for every occurrence.</param>
/// <param name="Detail">What is wrong this time: the parameter, its value, the fix.</param>
internal sealed record ApiProblem(int Status, string Slug, string Title, string Detail) : IResult
{
    /// <summary>The prefix of every <c>type</c>.</summary>
    public const string TypePrefix = "urn:spade:problem:";

    /// <summary>Seconds after which a retry may succeed; null when it cannot.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The quotas that were exceeded, for programs; null when the problem is another. Its member of the JSON is named by
    /// draft-ietf-httpapi-ratelimit-headers.</summary>
    public IReadOnlyList<string>? ViolatedPolicies { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.Vary = "Accept";
        if (RetryAfter is { } seconds)
            headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);

        var problem = TypedResults.Problem(Detail, instance: null, Status, Title, TypePrefix + Slug);
        if (ViolatedPolicies is { } quotas)
            problem.ProblemDetails.Extensions["violated-policies"] = quotas;
        if (BrowserRequest.WantsPage(httpContext.Request))
        {
            await httpContext.RequestServices.GetRequiredService<IProblemDetailsService>()
                .WriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem.ProblemDetails });
        }
        else
        {
            await problem.ExecuteAsync(httpContext);
        }
    }
}
