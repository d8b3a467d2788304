using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Spade.Documents.Keys;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Access;

/// <summary>Tokens of an issuer, beside keys.</summary>
public sealed class JwtTests : IAsyncLifetime
{
    private readonly string _key = KeyText.Create().Reveal();
    private TestIssuer _issuer = null!;
    private InProcessApp _app = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartNewAsync();
        var postgres = await SharedPostgres.GetAsync();
        _app = await ApiProcess.StartReadyAsync(
            await postgres.CreateMigratedDatabaseAsync(), [.. _issuer.Settings, $"Access:AdministratorKey={_key}"]);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_a_caller_with_the_tenant_and_the_scopes_of_its_claims()
    {
        var token = _issuer.Token();
        using var queues = await GetAsync("/queues", token);
        Assert.Equal(HttpStatusCode.OK, queues.StatusCode);
        using var upload = await _app.Client.SendAsync(HttpMethod.Post, "/documents", ("Authorization", $"Bearer {token}"));
        var detail = await upload.AssertProblemAsync(HttpStatusCode.Forbidden, "missing-scope");
        Assert.Contains("the key has documents:read, operate", detail, StringComparison.Ordinal);

        var array = _issuer.Token(token => token.Claims["scope"] = new[] { KeyScopes.Write, "profile" });
        using var written = await _app.Client.SendAsync(HttpMethod.Post, "/documents", ("Authorization", $"Bearer {array}"));
        await written.AssertProblemAsync(HttpStatusCode.BadRequest, "empty-file");
    }

    [Fact]
    public async Task Keys_work_beside_tokens_and_a_request_without_either_is_asked_for_one()
    {
        using var keyed = await GetAsync("/queues", _key);
        Assert.Equal(HttpStatusCode.OK, keyed.StatusCode);
        using var bare = await _app.Client.GetAsync("/queues");
        await bare.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-required");
    }

    [Fact]
    public async Task A_token_that_is_not_for_this_service_is_refused_with_the_reason()
    {
        using var rsa = RSA.Create(2048);
        var stranger = new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256);
        var past = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-2);
        (string Token, string Reason)[] refused =
        [
            (_issuer.Token(token => token.Expires = past), "has expired"),
            (_issuer.Token(token => token.Audience = "mail"), "another audience"),
            (_issuer.Token(token => token.Issuer = "http://127.0.0.1:1"), "another issuer"),
            (_issuer.Token(signing: stranger), "signature"),
            (Unsigned(), "signature"),
            (_issuer.Token(token => token.Claims.Remove("tenant")), "0 claims 'tenant'"),
            (_issuer.Token(token => token.Claims["tenant"] = new[] { "acme", "umbrella" }), "2 claims 'tenant'"),
            (_issuer.Token(token => token.Claims["tenant"] = "Acme Inc."), "names no tenant"),
            (_issuer.Token(token => token.Claims.Remove("sub")), "'sub' must name the caller"),
            ("not.a.token", "cannot be read"),
        ];
        foreach (var (token, reason) in refused)
        {
            using var answer = await GetAsync("/queues", token);
            Assert.Contains(
                reason, await answer.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-refused"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_issuer_that_has_never_answered_is_no_fault_of_the_token_and_keys_go_on()
    {
        await using var late = new TestIssuer();
        var postgres = await SharedPostgres.GetAsync();
        await using var app = await ApiProcess.StartReadyAsync(
            await postgres.CreateMigratedDatabaseAsync(), [.. late.Settings, $"Access:AdministratorKey={_key}"]);
        using (var early = await app.Client.GetAsync("/queues", ("Authorization", $"Bearer {late.Token()}")))
            await early.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "issuer-unavailable");
        using (var keyed = await app.Client.GetAsync("/queues", ("Authorization", $"Bearer {_key}")))
            Assert.Equal(HttpStatusCode.OK, keyed.StatusCode);

        await late.StartAsync();
        await Eventually.HoldsAsync("the issuer's keys are read", async () =>
        {
            using var answer = await app.Client.GetAsync("/queues", ("Authorization", $"Bearer {late.Token()}"));
            return answer.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task An_API_with_an_issuer_and_no_key_may_listen_for_others()
    {
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var options = _issuer.Settings.Select(setting => setting.Split('=', 2)).Aggregate(
            new ServiceOptions().With("ASPNETCORE_URLS", "http://0.0.0.0:0"),
            (all, setting) => all.With(setting[0].Replace(":", "__", StringComparison.Ordinal), setting[1]));
        var api = system.LaunchApi(options);
        system.SendRequestsTo(new Uri($"http://127.0.0.1:{(await api.AddressAsync()).Port}"));
        await Eventually.HoldsAsync("it is ready", async () => (await system.Api.GetAsync("/health/ready")).IsSuccessStatusCode);

        using var bare = await system.Api.GetAsync("/queues");
        await bare.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-required");
        using var queues = await system.Api.GetAsync("/queues", ("Authorization", $"Bearer {_issuer.Token()}"));
        Assert.Equal(HttpStatusCode.OK, queues.StatusCode);
    }

    [Theory]
    [InlineData(
        "Authority", "http://issuer.example",
        "Authority is 'http://issuer.example'; it must be an address that begins with https://.")]
    [InlineData("Audience", "", "Audience is empty; it must be the name of this service at the issuer.")]
    [InlineData("TenantClaim", "", "TenantClaim is ''; it must name a claim of the tokens.")]
    [InlineData("ClockSkew", "01:00:00", "ClockSkew is 01:00:00; it must be 0 to 00:05:00.")]
    [InlineData("Timeout", "00:00:00", "Timeout is 00:00:00; it must be more than 0 and at most 00:01:00.")]
    public void An_option_that_cannot_be_is_named(string option, string value, string complaint)
    {
        var options = new Spade.Api.Access.JwtOptions { Authority = "https://issuer.example", Audience = "spade" };
        var property = options.GetType().GetProperty(option)!;
        property.SetValue(options, property.PropertyType == typeof(TimeSpan) ? TimeSpan.Parse(value, null) : value);
        Assert.Equal(
            [$"Authentication:Jwt:{complaint}"], new Spade.Api.Access.JwtOptionsValidator().Validate(null, options).Failures);
    }

    private Task<HttpResponseMessage> GetAsync(string path, string credentials) =>
        _app.Client.GetAsync(path, ("Authorization", $"Bearer {credentials}"));

    /// <summary>A token with the algorithm <c>none</c>.</summary>
    private string Unsigned()
    {
        var parts = _issuer.Token().Split('.');
        return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.";
    }
}
