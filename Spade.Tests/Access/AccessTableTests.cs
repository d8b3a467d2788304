using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Spade.Tests.Docs;

namespace Spade.Tests.Access;

/// <summary>Every route answers every caller as <see cref="AccessTable"/> says.</summary>
public sealed class AccessTableTests(AccessTableApi api) : IClassFixture<AccessTableApi>
{
    public static TheoryData<string> Routes => [.. AccessTable.Rows.Select(row => row.Route)];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_route_answers_each_caller_as_the_table_says(string route)
    {
        var row = AccessTable.Rows.Single(row => row.Route == route);
        List<string> faults = [];
        foreach (var caller in AccessTable.Callers)
        {
            using var answer = await api.SendAsync(row, caller);
            if (await FaultOfAsync(answer, row.Answers[caller]) is { } fault)
                faults.Add($"{caller}: {fault}");
        }

        Findings.AssertNone(faults);
    }

    [Fact]
    public void The_table_has_a_row_for_every_route_and_no_other()
    {
        var routes =
            from endpoint in api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"]
            select $"{method} {endpoint.RoutePattern.RawText}";
        Assert.Equal(routes.Order(StringComparer.Ordinal), AccessTable.Rows.Select(row => row.Route).Order(StringComparer.Ordinal));
    }

    /// <returns>Null for the right answer.</returns>
    private static async Task<string?> FaultOfAsync(HttpResponseMessage answer, AccessAnswer expected)
    {
        var body = await answer.Content.ReadAsStringAsync();
        var isRight = answer.StatusCode == expected.Status
            // An answer to HEAD has no body.
            && (expected.Problem is null || answer.RequestMessage!.Method == HttpMethod.Head
                || (body.Contains("\"urn:spade:problem:", StringComparison.Ordinal)
                    && body.Contains($"{expected.Problem}\"", StringComparison.Ordinal)));
        return isRight ? null : $"{(int)answer.StatusCode} instead of {(int)expected.Status} {expected.Problem}: {body}";
    }
}
