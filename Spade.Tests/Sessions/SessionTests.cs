using System.Net;
using Npgsql;
using Spade.Documents.Keys;
using Spade.Tests.Access;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Sessions;

/// <summary>Sessions of the page on two replicas.</summary>
public sealed class SessionTests : IAsyncLifetime, IDisposable
{
    private const string Resume = "/queues/documents/resume";
    private readonly TestBrowser _browser = new();
    private string _database = "";
    private NpgsqlDataSource _keys = null!;
    private string _key = "";
    private InProcessApp _one = null!;
    private InProcessApp _other = null!;

    public async Task InitializeAsync()
    {
        _database = await (await SharedPostgres.GetAsync()).CreateMigratedDatabaseAsync();
        _keys = NpgsqlDataSource.Create(_database);
        _key = await _keys.AddKeyAsync("scans");
        _one = await ApiProcess.StartReadyAsync(_database);
        _other = await ApiProcess.StartReadyAsync(_database);
    }

    public void Dispose() => _browser.Dispose();

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _keys.DisposeAsync();
    }

    [Fact]
    public async Task A_session_holds_on_every_replica_and_across_restarts()
    {
        var session = await _browser.SignInAsync(_one.Address, _key);
        Assert.False(session.GetProperty("isOpen").GetBoolean());
        var caller = session.GetProperty("caller");
        Assert.Equal((TestKeys.PrefixOf(_key), "scans"), (caller.Text("id"), caller.Text("tenant")));
        Assert.Equal(KeyScopes.All, caller.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));

        await AssertStatusAsync(HttpStatusCode.OK, _other, HttpMethod.Get, "/documents");
        await AssertStatusAsync(HttpStatusCode.NoContent, _other, HttpMethod.Post, Resume);
        await _one.DisposeAsync();
        _one = await ApiProcess.StartReadyAsync(_database);
        await AssertStatusAsync(HttpStatusCode.OK, _one, HttpMethod.Get, "/documents");
        await AssertStatusAsync(HttpStatusCode.NoContent, _one, HttpMethod.Post, Resume);
    }

    [Fact]
    public async Task Replicas_that_need_the_first_key_at_once_make_a_single_one()
    {
        using var second = new TestBrowser();
        await Task.WhenAll(_browser.SessionAsync(_one.Address), second.SessionAsync(_other.Address));
        await using var count = _keys.CreateCommand("SELECT count(*) FROM data_protection_keys");
        Assert.Equal(1L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_request_that_changes_something_needs_the_token_of_its_session()
    {
        await _browser.SessionAsync(_one.Address);
        var before = _browser.Token;
        await _browser.SignInAsync(_one.Address, _key);
        Assert.NotEqual(before, _browser.Token);
        foreach (var token in new[] { "", before, "forged" })
        {
            _browser.Token = token;
            using var refused = await _browser.SendAsync(_one.Address, HttpMethod.Post, Resume);
            await refused.AssertProblemAsync(HttpStatusCode.Forbidden, "antiforgery");
            await AssertStatusAsync(HttpStatusCode.OK, _one, HttpMethod.Get, "/documents");
        }

        using var upload = await _browser.SendAsync(
            _one.Address, HttpMethod.Post, "/documents", new MultipartFormDataContent { { new ByteArrayContent(Scans.Pdf()), "a", "b" } });
        await upload.AssertProblemAsync(HttpStatusCode.Forbidden, "antiforgery");
    }

    [Fact]
    public async Task Only_a_whole_living_key_signs_in()
    {
        var revoked = await _keys.AddKeyAsync();
        await _keys.RevokeKeyAsync(revoked);
        await _browser.SessionAsync(_one.Address);
        foreach (var key in new[] { "", "spade_", _key[..^1] + (_key[^1] == 'A' ? 'E' : 'A'), revoked })
        {
            using var refused = await _browser.TrySignInAsync(_one.Address, key);
            var detail = await refused.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-refused");
            Assert.True(key.Length < 14 || !detail.Contains(key[6..], StringComparison.Ordinal));
        }

        _browser.Token = "";
        using var forged = await _browser.TrySignInAsync(_one.Address, _key);
        await forged.AssertProblemAsync(HttpStatusCode.Forbidden, "antiforgery");
        await AssertStatusAsync(HttpStatusCode.Unauthorized, _one, HttpMethod.Get, "/documents");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_ends_with_its_key(bool isRevoked)
    {
        await _browser.SignInAsync(_one.Address, _key);
        await (isRevoked ? _keys.RevokeKeyAsync(_key) : _keys.ExpireKeyAsync(_key));
        foreach (var replica in new[] { _one, _other })
        {
            await Eventually.HoldsAsync("the session has ended", async () =>
            {
                using var response = await _browser.SendAsync(replica.Address, HttpMethod.Get, "/documents");
                return response.StatusCode == HttpStatusCode.Unauthorized;
            });
        }
    }

    [Fact]
    public async Task A_session_has_the_scopes_of_its_key_and_ends_when_its_person_signs_out()
    {
        await _browser.SignInAsync(_one.Address, await _keys.AddKeyAsync(scopes: KeyScopes.Read));
        await AssertStatusAsync(HttpStatusCode.OK, _other, HttpMethod.Get, "/documents");
        await AssertStatusAsync(HttpStatusCode.Forbidden, _other, HttpMethod.Get, "/queues");

        await AssertStatusAsync(HttpStatusCode.NoContent, _other, HttpMethod.Delete, "/site/session");
        await AssertStatusAsync(HttpStatusCode.Unauthorized, _one, HttpMethod.Get, "/documents");
    }

    [Theory]
    [InlineData("Origin", "https://127.0.0.1", true)]
    [InlineData("X-Forwarded-Proto", "https", true)]
    [InlineData("Sec-Fetch-Site", "same-origin", false)]
    public async Task The_cookie_is_hidden_from_scripts_and_other_sites_and_is_secure_where_the_browser_speaks_TLS(
        string header, string value, bool isSecure)
    {
        await _browser.SessionAsync(_one.Address);
        // TLS ends at a proxy, which passes the name on: without a port.
        using var response = await _browser.TrySignInAsync(_one.Address, _key, (header, value), ("Host", "127.0.0.1"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var cookie = Assert.Single(
            response.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("spade-session=", StringComparison.Ordinal));
        var attributes = cookie.Split("; ")[1..].Select(attribute => attribute.ToLowerInvariant()).ToList();
        Assert.Superset(new HashSet<string> { "path=/", "samesite=strict", "httponly" }, attributes.ToHashSet());
        Assert.Equal(isSecure, attributes.Contains("secure"));
        Assert.DoesNotContain(_key[15..], cookie, StringComparison.Ordinal);
    }

    private async Task AssertStatusAsync(HttpStatusCode status, InProcessApp replica, HttpMethod method, string path)
    {
        using var response = await _browser.SendAsync(replica.Address, method, path);
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }
}
