using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Spade.Tests.Api;

/// <summary>Tenants over HTTP, for an administrator.</summary>
public sealed class TenantsTests(AdministeredApi api) : IClassFixture<AdministeredApi>
{
    [Fact]
    public async Task What_is_set_for_a_tenant_is_listed_replaced_as_a_whole_and_removed()
    {
        using var created = await PutAsync("acme", new { requestsPerSecond = 20, bytesPerDay = 10_000_000_000, maxQueued = 0 });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var listed = await ListedAsync("acme");
        Assert.Equal(
            (20, 10_000_000_000, 0, 0, 0),
            (Number(listed, "requestsPerSecond"), Number(listed, "bytesPerDay"), Number(listed, "maxQueued"), Number(listed, "keys"),
            Number(listed, "pagesToday")));
        Assert.Equal(JsonValueKind.Null, listed!.Value.GetProperty("pagesPerDay").ValueKind);

        using var replaced = await PutAsync("acme", new { pagesPerDay = 5 });
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        var tenant = await replaced.DocumentAsync();
        Assert.Equal((null, 5), (Number(tenant, "requestsPerSecond"), Number(tenant, "pagesPerDay")));

        using var removed = await DeleteAsync("acme");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Null(await ListedAsync("acme"));
        using var unknown = await DeleteAsync("acme");
        await unknown.AssertProblemAsync(HttpStatusCode.NotFound, "tenant-not-found");
    }

    [Fact]
    public async Task A_tenant_with_a_key_is_listed_and_not_removed()
    {
        using var key = await api.Client.PostAsJsonAsync("/keys", new { name = "scanner", tenant = "globex" });
        await key.DocumentAsync();
        using var saved = await PutAsync("globex", new { requestsPerSecond = 1 });

        Assert.Equal(1, Number(await ListedAsync("globex"), "keys"));
        using var removed = await DeleteAsync("globex");
        await removed.AssertProblemAsync(HttpStatusCode.Conflict, "tenant-in-use");
        Assert.Equal(1, Number(await ListedAsync("globex"), "requestsPerSecond"));
    }

    [Theory]
    [InlineData("Acme", "{}", "The tenant is 'Acme'; a tenant's name has")]
    [InlineData("acme", """{"bytesPerDay":-1}""", "bytesPerDay is -1; it must be 0 (no limit) or more")]
    public async Task What_cannot_be_set_is_refused_with_the_rule(string name, string body, string expected)
    {
        using var answer = await PutAsync(name, JsonSerializer.Deserialize<JsonElement>(body));

        var detail = await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter");
        Assert.StartsWith(expected, detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tenants/Acme")]
    [InlineData("/tenants/%20")]
    public async Task A_name_that_no_tenant_can_have_is_not_found(string path)
    {
        using var answer = await api.Client.DeleteAsync(new Uri(path, UriKind.Relative));

        await answer.AssertProblemAsync(HttpStatusCode.NotFound, "tenant-not-found");
    }

    [Fact]
    public async Task Names_after_one_are_the_next_page_of_the_list()
    {
        foreach (var name in new[] { "page-a", "page-b", "page-c" })
            (await PutAsync(name, new { })).Dispose();

        var page = await api.Client.GetFromJsonAsync<JsonElement>("/tenants?after=page-a&limit=2");
        Assert.Equal(["page-b", "page-c"], page.GetProperty("tenants").EnumerateArray().Select(tenant => tenant.Text("name")));
    }

    private static long? Number(JsonElement? tenant, string property) =>
        tenant!.Value.GetProperty(property) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    private Task<HttpResponseMessage> PutAsync<T>(string name, T settings) => api.Client.PutAsJsonAsync($"/tenants/{name}", settings);

    private Task<HttpResponseMessage> DeleteAsync(string name) => api.Client.DeleteAsync(new Uri($"/tenants/{name}", UriKind.Relative));

    private async Task<JsonElement?> ListedAsync(string name)
    {
        var list = await api.Client.GetFromJsonAsync<JsonElement>("/tenants");
        foreach (var tenant in list.GetProperty("tenants").EnumerateArray())
        {
            if (tenant.Text("name") == name)
                return tenant;
        }

        return null;
    }
}
