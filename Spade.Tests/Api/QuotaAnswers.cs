using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Spade.Tests.Api;

/// <summary>What a client reads from an answer about quotas.</summary>
internal static class QuotaAnswers
{
    /// <summary>Asserts that this quota refused the request, and returns the problem's detail.</summary>
    public static async Task<string> AssertQuotaAsync(this HttpResponseMessage response, string quota)
    {
        var detail = await response.AssertProblemAsync(HttpStatusCode.TooManyRequests, "quota-exceeded");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal([quota], problem.GetProperty("violated-policies").EnumerateArray().Select(name => name.GetString()));
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        return detail;
    }

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
