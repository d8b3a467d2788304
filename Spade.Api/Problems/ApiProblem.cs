using System.Globalization;

namespace Spade.Api.Problems;

/// <summary>A "no" with its reason, answered as RFC 9457 wants it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Slug">Last part of the problem's <c>type</c>; never changes its meaning.</param>
/// <param name="Title">What is wrong, the same for every occurrence.</param>
/// <param name="Detail">What is wrong this time: the thing, its value, the fix.</param>
internal sealed record ApiProblem(int Status, string Slug, string Title, string Detail) : IResult
{
    /// <summary>What every <c>type</c> begins with.</summary>
    public const string TypePrefix = "urn:spade:problem:";

    /// <summary>When it is worth trying again, in seconds; null when it is not.</summary>
    public int? RetryAfter { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (RetryAfter is { } seconds)
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(Detail, instance: null, Status, Title, TypePrefix + Slug).ExecuteAsync(httpContext);
    }
}
