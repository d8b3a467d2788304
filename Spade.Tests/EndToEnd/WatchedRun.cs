using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Spade.Documents.Keys;
using Spade.Documents.Webhooks;
using Spade.Tests.Access;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;
using Spade.Tests.Infrastructure.Otlp;
using Spade.Tests.Services;
using Spade.Tests.Sessions;
using Spade.Tests.Webhooks;

namespace Spade.Tests.EndToEnd;

/// <summary>A run of both services, from its start to its end, in which every kind of secret is used. All that they log, trace and measure
/// is kept.</summary>
public sealed class WatchedRun : IAsyncLifetime, IDisposable
{
    private readonly Dictionary<string, string> _secrets = [];
    private readonly TesseractShim _shim = new(TimeSpan.FromMilliseconds(10));
    private TestIssuer _issuer = null!;
    private SpadeSystem _system = null!;

    public OtlpCollector Collector { get; private set; } = null!;

    /// <summary>What was used, by what it is.</summary>
    public IReadOnlyDictionary<string, string> Secrets => _secrets;

    /// <summary>Prefix of the administrator's key, of the tenant <c>default</c>.</summary>
    public string Administrator { get; private set; } = "";

    /// <summary>Prefix of the key that uploaded the document, of the tenant <c>acme</c>.</summary>
    public string Client { get; private set; } = "";

    public string Document { get; private set; } = "";

    /// <summary>A document that was uploaded again, stopped, started again and stopped.</summary>
    public string Stopped { get; private set; } = "";

    /// <summary>What the services wrote to their consoles.</summary>
    public IEnumerable<string> Lines => _system.Services.SelectMany(service => service.Process.Lines);

    public async Task InitializeAsync()
    {
        Collector = await OtlpCollector.StartAsync();
        _issuer = await TestIssuer.StartNewAsync();
        _system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync(), Collector.Environment);
        var administrator = KeepKey("the administrator's key", KeyText.Create().Reveal());
        Administrator = TestKeys.PrefixOf(administrator);
        var options = Options(administrator);
        var api = _system.LaunchApi(options);
        await api.ReadyAsync();
        _system.SendRequestsTo(await api.AddressAsync());
        var worker = await _system.LaunchWorkingAsync(options);

        var client = await AddKeyAsync(administrator, "the client's key");
        Client = TestKeys.PrefixOf(client);
        await StopAsync(administrator, client);
        await UploadAsync(administrator, client);
        await SignInAsync(await api.AddressAsync(), administrator);
        await UseTokensAsync();
        await BeRefusedAsync(administrator, client);

        foreach (var service in new[] { api, worker })
            service.Terminate();
        Assert.Equal((0, 0), ((await api.WaitForExitAsync()).Code, (await worker.WaitForExitAsync()).Code));
    }

    public async Task DisposeAsync()
    {
        await _system.DisposeAsync();
        await _issuer.DisposeAsync();
        await Collector.DisposeAsync();
    }

    public void Dispose() => _shim.Dispose();

    private ServiceOptions Options(string administrator) => _issuer.Settings.Select(setting => setting.Split('=', 2)).Aggregate(
        _shim.Options.With(ServiceOptions.Quick)
            // The server asks for none.
            .With("ConnectionStrings__spadedb", $"{_system.ConnectionString};Password={Random("the database's password")}")
            .With("Access__AdministratorKey", administrator).With("Shutdown__LameDuck", "0").With("Logging__LogLevel__Default", "Debug")
            .With("Webhooks__AllowHttp", "true").With("Webhooks__AllowedNetworks", "127.0.0.0/8")
            .With("Webhooks__AllowedHosts", "127.0.0.1")
            .With("Webhooks__RetryDelay", "00:00:00.01").With("Webhooks__RetryDelayMax", "00:00:00.1"),
        (all, setting) => all.With(setting[0].Replace(":", "__", StringComparison.Ordinal), setting[1]));

    private async Task StopAsync(string administrator, string client)
    {
        await SendAsync(administrator, HttpMethod.Post, "/queues/documents/pause");
        for (var upload = 1; upload <= 2; upload++)
        {
            var scan = new ByteArrayContent(await File.ReadAllBytesAsync(Samples.OnePage.FilePath));
            Stopped = (await SendAsync(client, HttpMethod.Post, "/documents?dpi=72", scan)).Text("id");
        }

        await SendAsync(client, HttpMethod.Delete, $"/documents/{Stopped}");
        await SendAsync(client, HttpMethod.Post, $"/documents/{Stopped}/retry");
        await SendAsync(client, HttpMethod.Delete, $"/documents/{Stopped}");
        await SendAsync(administrator, HttpMethod.Post, "/queues/documents/resume");
    }

    /// <summary>A document whose end is told to two receivers, whose addresses hold a token and who refuse the first event.</summary>
    private async Task UploadAsync(string administrator, string client)
    {
        await using var receiver = await WebhookReceiver.StartAsync((number, _) => number <= 2 ? 500 : 204);
        string Receiver(string name) => $"{receiver.Url}?token={Random(name)}";
        var made = await SendAsync(
            administrator, HttpMethod.Put, "/tenants/acme/webhook", JsonContent.Create(new { url = (string?)null }));
        KeepWebhookSecret("the webhook secret that was made", made.Text("secret"));
        var given = KeepWebhookSecret("the webhook secret that was given", WebhookSecret.ToText(WebhookSecret.Generate()));
        await SendAsync(administrator, HttpMethod.Put, "/tenants/acme/webhook", JsonContent.Create(
            new { url = Receiver("the token of the tenant's receiver"), secret = given }));

        var callback = Uri.EscapeDataString(Receiver("the token of the upload's receiver"));
        var scan = new ByteArrayContent(await File.ReadAllBytesAsync(Samples.OnePage.FilePath));
        Document = (await SendAsync(client, HttpMethod.Post, $"/documents?callback={callback}", scan)).Text("id");
        await receiver.GetsAsync(4);
        await BothAreDeliveredAsync();
        var delivery = (await SendAsync(client, HttpMethod.Get, "/deliveries")).GetProperty("deliveries")[0].Text("id");
        await SendAsync(client, HttpMethod.Post, $"/deliveries/{delivery}/redeliver");
        await receiver.GetsAsync(5);
        await BothAreDeliveredAsync();
        await SendAsync(client, HttpMethod.Delete, $"/documents/{Document}");
    }

    private Task BothAreDeliveredAsync() => Eventually.HoldsAsync("both events are delivered", async () => await _system.ScalarAsync<long>(
        "SELECT count(*) FROM webhook_deliveries WHERE state = 'delivered'") == 2);

    private async Task SignInAsync(Uri api, string administrator)
    {
        using var browser = new TestBrowser();
        await browser.SignInAsync(api, administrator);
        Keep("the anti-forgery token", browser.Token);
        foreach (Cookie cookie in browser.Cookies.GetAllCookies())
            Keep($"the cookie {cookie.Name}", cookie.Value);
        foreach (var verb in new[] { "pause", "resume" })
        {
            using var answer = await browser.SendAsync(api, HttpMethod.Post, $"/queues/documents/{verb}");
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        using var wrong = await browser.TrySignInAsync(api, KeepKey("the wrong key of a sign-in", KeyText.Create().Reveal()));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using var signedOut = await browser.SendAsync(api, HttpMethod.Delete, "/site/session");
        Assert.Equal(HttpStatusCode.NoContent, signedOut.StatusCode);
    }

    private async Task UseTokensAsync()
    {
        await SendAsync(KeepToken("the token", _issuer.Token()), HttpMethod.Get, "/documents");
        var strange = KeepToken("the token for another service", _issuer.Token(token => token.Audience = "mail"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(strange, "/documents"));
    }

    /// <summary>Revokes the client's key, and sends what is not accepted.</summary>
    private async Task BeRefusedAsync(string administrator, string client)
    {
        await SendAsync(administrator, HttpMethod.Delete, $"/keys/{Client}");
        await Eventually.HoldsAsync(
            "the key is refused", async () => await StatusAsync(client, "/documents") == HttpStatusCode.Unauthorized);
        var wrong = KeepKey("a key with a wrong secret", TestKeys.WithOtherSecret(administrator));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(wrong, "/documents"));
        var misplaced = KeepKey("a key in a query", KeyText.Create().Reveal());
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(administrator, $"/documents?key={misplaced}"));
        var named = KeepKey("a key in a path", KeyText.Create().Reveal());
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(administrator, $"/documents/{named}/text"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(wrong, $"/documents/{named}?key={named}"));
        var other = await AddKeyAsync(administrator, "another client's key");
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(other, $"/queues?{named}"));
        using var unknown = await _system.Api.SendAsync(
            HttpMethod.Delete, $"/keys/{named}", ("Authorization", $"Bearer {administrator}"));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private async Task<string> AddKeyAsync(string administrator, string name) => KeepKey(name, (await SendAsync(
        administrator, HttpMethod.Post, "/keys",
        JsonContent.Create(new { name = "client", tenant = "acme", scopes = new[] { KeyScopes.Read, KeyScopes.Write } }))).Text("key"));

    private async Task<HttpStatusCode> StatusAsync(string credentials, string path)
    {
        using var answer = await _system.Api.GetAsync(path, ("Authorization", $"Bearer {credentials}"));
        return answer.StatusCode;
    }

    /// <returns>The JSON of the answer; nothing when it has none.</returns>
    private async Task<JsonElement> SendAsync(string credentials, HttpMethod method, string path, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credentials);
        using var answer = await _system.Api.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.NoContent ? default : await answer.DocumentAsync();
    }

    private string Random(string name) => Keep(name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    private string Keep(string name, string secret)
    {
        _secrets[name] = secret;
        return secret;
    }

    // What comes before it is no secret.
    private string KeepKey(string name, string key)
    {
        Keep(name, key[KeyText.PrefixLength..]);
        return key;
    }

    private string KeepWebhookSecret(string name, string secret)
    {
        Keep(name, secret[WebhookSecret.Prefix.Length..]);
        return secret;
    }

    // With its signature anyone can put the rest together.
    private string KeepToken(string name, string token)
    {
        var parts = token.Split('.');
        Keep(name, parts[1]);
        Keep($"{name}'s signature", parts[2]);
        return token;
    }
}
