using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Spade.Documents.Keys;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

/// <summary>The way from a service without keys to one with them.</summary>
public sealed class FirstKeyTests
{
    [Fact]
    public async Task The_first_key_is_an_administrator_s_and_adds_the_next()
    {
        var postgres = await SharedPostgres.GetAsync();
        await using var api = await ApiProcess.StartReadyAsync(await postgres.CreateMigratedDatabaseAsync());

        using var useless = await api.Client.PostAsJsonAsync("/keys", new { name = "scanner" });
        await useless.AssertProblemAsync(HttpStatusCode.Conflict, "administrator-first");
        using var first = await api.Client.PostAsJsonAsync("/keys", new { name = "administrator", scopes = KeyScopes.All });
        var administrator = await first.DocumentAsync();
        api.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", administrator.Text("key"));
        using var second = await api.Client.PostAsJsonAsync("/keys", new { name = "scanner" });
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);

        var list = await api.Client.GetFromJsonAsync<JsonElement>("/keys");
        Assert.Equal(["scanner", "administrator"], list.GetProperty("keys").EnumerateArray().Select(key => key.Text("name")));
    }
}
