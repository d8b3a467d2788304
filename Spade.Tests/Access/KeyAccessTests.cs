using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Spade.Api.Access;
using Spade.Documents.Keys;
using Spade.Tests.Api;

namespace Spade.Tests.Access;

/// <summary>Requests with keys, on an API that has some.</summary>
public sealed class KeyAccessTests(KeyedApi api) : IClassFixture<KeyedApi>
{
    [Fact]
    public async Task A_request_without_a_key_is_asked_for_one()
    {
        using var answer = await api.GetAsync("/documents", key: null);
        await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-required");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        using var basic = await api.Client.GetAsync("/documents", ("Authorization", "Basic dXNlcjpwYXNz"));
        await basic.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-required");
    }

    [Fact]
    public async Task A_key_that_is_wrong_unknown_revoked_or_expired_is_refused_by_its_prefix()
    {
        var (revoked, expired) = (await api.Database.AddKeyAsync(), await api.Database.AddKeyAsync(expiresIn: TimeSpan.FromSeconds(-1)));
        await api.Database.RevokeKeyAsync(revoked);
        foreach (var key in new[] { TestKeys.WithOtherSecret(api.Administrator), KeyText.Create().Reveal(), revoked, expired })
        {
            using var answer = await api.GetAsync("/documents", key);
            var detail = await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-refused");
            Assert.Contains(TestKeys.PrefixOf(key), detail, StringComparison.Ordinal);
            Assert.DoesNotContain(key, detail, StringComparison.Ordinal);
            Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
        }

        using var other = await api.GetAsync("/documents", "eyJhbGciOiJub25lIn0.e30.");
        await other.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-refused");
    }

    [Theory]
    [InlineData(KeyScopes.Read, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(KeyScopes.Write, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden)]
    [InlineData(KeyScopes.Operate, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    public async Task A_key_may_do_what_its_scopes_allow(
        string scope, HttpStatusCode list, HttpStatusCode upload, HttpStatusCode queues)
    {
        var key = await api.Database.AddKeyAsync(scopes: scope);
        using var listed = await api.GetAsync("/documents", key);
        using var uploaded = await api.SendAsync(HttpMethod.Post, "/documents", key);
        using var queued = await api.GetAsync("/queues", key);
        Assert.Equal((list, upload, queues), (listed.StatusCode, uploaded.StatusCode, queued.StatusCode));
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        var key = await api.Database.AddKeyAsync(scopes: KeyScopes.Read);
        using var answer = await api.GetAsync("/queues", key);
        var detail = await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "missing-scope");
        Assert.Equal("This needs the scope operate; the key has documents:read. Use a key that has it.", detail);
        Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"operate\"", answer.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/")]
    public async Task Health_the_description_and_the_page_need_no_key_and_mind_no_wrong_one(string path)
    {
        foreach (var key in new[] { null, KeyText.Create().Reveal() })
        {
            using var answer = await api.GetAsync(path, key);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task An_unknown_path_and_a_wrong_method_are_that_for_everyone()
    {
        using var unknown = await api.GetAsync("/nothing", key: null);
        await unknown.AssertProblemAsync(HttpStatusCode.NotFound, "not-found");
        using var wrong = await api.SendAsync(HttpMethod.Put, "/documents", key: null);
        await wrong.AssertProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
    }

    [Fact]
    public async Task A_key_works_from_the_moment_it_is_made()
    {
        var key = await api.Database.AddKeyAsync();
        using var answer = await api.GetAsync("/documents", key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void Every_route_says_who_may_call_it_and_one_that_does_not_is_named()
    {
        Assert.Empty(RouteScopes.Missing(api.Services.GetRequiredService<EndpointDataSource>()));
        var forgotten = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse("/forgotten"), order: 0);
        Assert.Equal(["/forgotten"], RouteScopes.Missing(new DefaultEndpointDataSource(forgotten.Build())));
    }
}
