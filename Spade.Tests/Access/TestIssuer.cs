using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Spade.Rehearsal.Machine;

namespace Spade.Tests.Access;

/// <summary>A small OpenID Connect issuer: its document, its keys, and tokens.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "spade";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly SigningCredentials _signing;
    private WebApplication? _app;

    public TestIssuer() => _signing = new SigningCredentials(new RsaSecurityKey(_rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256);

    public string Address { get; } = $"http://127.0.0.1:{FreePort.Take()}";

    /// <summary>The settings of an API that accepts its tokens.</summary>
    public string[] Settings =>
    [
        $"Authentication:Jwt:Authority={Address}", $"Authentication:Jwt:Audience={Audience}", "Authentication:Jwt:RequireHttps=false",
    ];

    /// <summary>An issuer that answers.</summary>
    public static async Task<TestIssuer> StartNewAsync()
    {
        var issuer = new TestIssuer();
        await issuer.StartAsync();
        return issuer;
    }

    /// <summary>Begins to answer. Tokens can be made before.</summary>
    public Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address);
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, string>
        {
            ["issuer"] = Address, ["jwks_uri"] = $"{Address}/keys",
        }));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
        return _app.StartAsync();
    }

    /// <summary>A token of this issuer for an administrator of <c>acme</c>.</summary>
    /// <param name="change">Changes what it says.</param>
    /// <param name="signing">Signs it instead of the issuer's key.</param>
    public string Token(Action<SecurityTokenDescriptor>? change = null, SigningCredentials? signing = null)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = Audience,
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
            SigningCredentials = signing ?? _signing,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = "ada", ["tenant"] = "acme", ["scope"] = "openid documents:read operate",
            },
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private Dictionary<string, string> PublicKey()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA", ["use"] = "sig", ["kid"] = "one", ["alg"] = "RS256",
            ["n"] = Base64UrlEncoder.Encode(key.Modulus), ["e"] = Base64UrlEncoder.Encode(key.Exponent),
        };
    }
}
