using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

public sealed class RestartsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_running_process_is_in_the_ledger_and_can_be_filtered_by_service_and_state()
    {
        JsonElement entry = default;
        await Eventually.HoldsAsync("the process is in the ledger", async () =>
        {
            var list = await api.Client.GetFromJsonAsync<JsonElement>("/restarts?state=running&service=Spade.Api");
            return list.GetProperty("restarts").EnumerateArray().Any(found =>
            {
                entry = found;
                return found.GetProperty("processId").GetInt32() == Environment.ProcessId;
            });
        });
        Assert.Equal(("Spade.Api", "running"), (entry.GetProperty("service").GetString(), entry.GetProperty("state").GetString()));
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("work").ValueKind);
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("endedAt").ValueKind);
        Assert.InRange(entry.GetProperty("startedAt").GetDateTimeOffset(), DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow());
        var none = await api.Client.GetFromJsonAsync<JsonElement>("/restarts?state=crashed");
        Assert.Empty(none.GetProperty("restarts").EnumerateArray());
    }

    [Theory]
    [InlineData("?state=dead", "state is 'dead'; it must be one of: running, draining, stopped, cut, failed, crashed, unknown.")]
    [InlineData("?limit=0", "limit is '0'; it must be a whole number from 1 to 500, and is 50 when left out.")]
    public async Task An_invalid_parameter_is_rejected_and_the_valid_values_are_named(string query, string detail)
    {
        using var answer = await api.Client.GetAsync(new Uri($"/restarts{query}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("urn:spade:problem:invalid-parameter", detail), (problem.Text("type"), problem.Text("detail")));
    }
}
