using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Spade.Documents.Keys;

namespace Spade.Tests.Api;

/// <summary>Keys over HTTP, for an administrator.</summary>
public sealed class KeysTests(AdministeredApi api) : IClassFixture<AdministeredApi>
{
    [Fact]
    public async Task A_key_is_shown_once_and_then_by_its_prefix_until_it_is_revoked_and_after()
    {
        using var answer = await api.Client.PostAsJsonAsync(
            "/keys", new { name = "scanner", tenant = "acme", scopes = new[] { KeyScopes.Write }, expiresInDays = 7 });
        Assert.Equal((HttpStatusCode.Created, "no-store"), (answer.StatusCode, answer.Headers.CacheControl!.ToString()));
        var added = await answer.DocumentAsync();
        Assert.True(KeyText.TryParse(added.Text("key"), out var key));
        var prefix = added.GetProperty("details").Text("prefix");
        Assert.Equal(key.Prefix, prefix);

        using var revoked = await api.Client.DeleteAsync(new Uri($"/keys/{prefix}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        using var again = await api.Client.DeleteAsync(new Uri($"/keys/{prefix}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);

        var text = await api.Client.GetStringAsync(new Uri("/keys?tenant=acme&state=revoked", UriKind.Relative));
        var listed = Assert.Single(JsonSerializer.Deserialize<JsonElement>(text).GetProperty("keys").EnumerateArray());
        Assert.Equal(
            (prefix, "scanner", "acme", "revoked"),
            (listed.Text("prefix"), listed.Text("name"), listed.Text("tenant"), listed.Text("state")));
        Assert.Equal(listed.GetProperty("createdAt").GetDateTimeOffset().AddDays(7), listed.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.DoesNotContain(key.Reveal()[KeyText.PrefixLength..], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_administrator_s_key_is_not_revoked()
    {
        using var answer = await api.Client.DeleteAsync(new Uri($"/keys/{api.Prefix}", UriKind.Relative));

        Assert.Contains(api.Prefix, await answer.AssertProblemAsync(HttpStatusCode.Conflict, "last-administrator"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spade_aaaaaaaa", "No key begins with 'spade_aaaaaaaa'.")]
    [InlineData("spade_aaaaaaaa_mysecretmysecretmysecretmysecretmysecret123", "A key is named by its first 14 characters")]
    [InlineData("nothing", "A key is named by its first 14 characters")]
    public async Task A_key_that_there_is_not_is_not_found_and_a_secret_is_not_repeated(string prefix, string expected)
    {
        using var answer = await api.Client.DeleteAsync(new Uri($"/keys/{prefix}", UriKind.Relative));

        var detail = await answer.AssertProblemAsync(HttpStatusCode.NotFound, "key-not-found");
        Assert.StartsWith(expected, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"a","tenant":"A"}""", "invalid-parameter", "tenant is 'A'; a tenant's name has")]
    [InlineData("""{"name":"a","scopes":["read"]}""", "invalid-parameter", "scopes names 'read'; a scope is one of:")]
    [InlineData("""{"name":"a","scopes":[null]}""", "invalid-parameter", "scopes names 'null'")]
    [InlineData("""{"scopes":["operate"]}""", "invalid-parameter", "name is ''; it must say what the key is for")]
    [InlineData("""{"name":"a","expiresInDays":0}""", "invalid-parameter", "expiresInDays is 0; it must be a whole number from 1 to 3650")]
    [InlineData("""{"name":"a","expiresInDays":"secret"}""", "invalid-body", "at '$.expiresInDays'. Send a JSON object with: name,")]
    [InlineData("""{"name":"a","days":7}""", "invalid-body", "at '$.days'. Send a JSON object with: name, tenant, scopes, expiresInDays.")]
    [InlineData("""["secret"]""", "invalid-body", "Send a JSON object with: name,")]
    [InlineData("null", "invalid-body", "Send a JSON object with: name,")]
    [InlineData("", "invalid-body", "Send a JSON object with: name,")]
    public async Task A_body_that_cannot_be_used_is_refused_with_the_place_and_the_rule(string body, string slug, string expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await api.Client.PostAsync(new Uri("/keys", UriKind.Relative), content);

        var detail = await answer.AssertProblemAsync(HttpStatusCode.BadRequest, slug);
        Assert.Contains(expected, detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task A_body_of_another_type_is_refused(string? type)
    {
        using var content = new ByteArrayContent("""{"name":"a"}"""u8.ToArray());
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await api.Client.PostAsync(new Uri("/keys", UriKind.Relative), content);

        Assert.Contains(
            $"Its Content-Type is '{type}'", await answer.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType, "json-expected"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_without_end_is_refused()
    {
        using var content = new StringContent($$"""{"name":"{{new string('a', 20_000)}}"}""", Encoding.UTF8, "application/json");
        using var answer = await api.Client.PostAsync(new Uri("/keys", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("?state=lost", "state is 'lost'; it must be one of: active, expired, revoked.")]
    [InlineData("?tenant=A", "tenant is 'A'; a tenant's name has 1 to 63 lower-case letters, digits and hyphens, and begins with a letter "
        + "or digit.")]
    [InlineData("?state=%20active", "state is ' active'; it must be one of: active, expired, revoked.")]
    [InlineData("?limit=501", "limit is '501'; it must be a whole number from 1 to 500, and is 100 when left out.")]
    public async Task An_invalid_filter_is_refused(string query, string expected)
    {
        using var answer = await api.Client.GetAsync(new Uri($"/keys{query}", UriKind.Relative));

        Assert.Equal(expected, await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter"));
    }
}
