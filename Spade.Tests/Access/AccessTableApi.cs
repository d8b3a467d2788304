using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Spade.Documents.Keys;
using Spade.Jobs.Postgres;
using Spade.Tests.Api;

namespace Spade.Tests.Access;

/// <summary>An API with a key for each caller of the table, and with what the paths of the table name.</summary>
public sealed partial class AccessTableApi : IAsyncLifetime
{
    private const string Tenant = "acme";

    private readonly KeyedApi _api = new();
    private readonly Dictionary<string, string?> _keys = [];
    private string _document = "";
    private string _delivery = "";
    private string _siteFile = "";

    public IServiceProvider Services => _api.Services;

    public async Task InitializeAsync()
    {
        await _api.InitializeAsync();
        await AddKeysAsync();
        using var webhook = await SendAsync("cross-site", HttpMethod.Put, $"/tenants/{Tenant}/webhook", JsonContent.Create(
            new { url = "https://hooks.example.com/spade" }));
        webhook.EnsureSuccessStatusCode();
        var scan = Scans.Pdf();
        _document = await UploadAsync(scan);
        var worker = new DocumentWorker(_api.Services, _document);
        await worker.StartAsync(pages: 1);
        await worker.FinishPageAsync(1, "text");
        await worker.StorePdfAsync(scan.Length);
        await worker.CompleteAsync();
        _delivery = await DeliveryAsync(_document);
        _siteFile = SiteFile().Match(await _api.Client.GetStringAsync(new Uri("/", UriKind.Relative))).Value;
    }

    public Task DisposeAsync() => _api.DisposeAsync();

    /// <summary>Sends the request of a row as a caller of the table, about something that no other changes.</summary>
    internal async Task<HttpResponseMessage> SendAsync(AccessRow row, string caller)
    {
        (string, string)[] headers = caller switch
        {
            "cross-site" => [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")],
            "foreign-host" => [("Host", "rebind.example")],
            _ => [],
        };
        return await SendAsync(caller, new HttpMethod(row.Method), await PathAsync(row), BodyOf(row.Route), headers);
    }

    private async Task AddKeysAsync()
    {
        var database = _api.Database;
        _keys["none"] = null;
        _keys["wrong"] = KeyText.Create().Reveal();
        _keys["revoked"] = await database.AddKeyAsync(Tenant);
        await database.RevokeKeyAsync(_keys["revoked"]!);
        _keys["read"] = await database.AddKeyAsync(Tenant, scopes: KeyScopes.Read);
        _keys["write"] = await database.AddKeyAsync(Tenant, scopes: KeyScopes.Write);
        _keys["operate"] = await database.AddKeyAsync(Tenant, scopes: KeyScopes.Operate);
        _keys["other"] = await database.AddKeyAsync("umbrella", scopes: [KeyScopes.Read, KeyScopes.Write]);
        _keys["cross-site"] = _keys["foreign-host"] = await database.AddKeyAsync(Tenant);
    }

    private async Task<string> PathAsync(AccessRow row) => row.Route switch
    {
        "DELETE /documents/{id}" => $"/documents/{await UploadAsync(Scans.Pdf())}",
        "POST /documents/{id}/retry" => $"/documents/{await CancelledAsync()}/retry",
        "POST /deliveries/{id}/redeliver" => $"/deliveries/{await EndedDeliveryAsync()}/redeliver",
        "DELETE /keys/{prefix}" => $"/keys/{TestKeys.PrefixOf(await _api.Database.AddKeyAsync(Tenant, scopes: KeyScopes.Read))}",
        "PUT /tenants/{name}" => $"/tenants/t{Guid.NewGuid():N}",
        "DELETE /tenants/{name}" => $"/tenants/{await NewTenantAsync()}",
        _ => row.Pattern
            .Replace("/documents/{id}", $"/documents/{_document}", StringComparison.Ordinal)
            .Replace("/deliveries/{id}", $"/deliveries/{_delivery}", StringComparison.Ordinal)
            .Replace("/queues/{name}", "/queues/documents", StringComparison.Ordinal)
            .Replace("/tenants/{name}", "/tenants/initech", StringComparison.Ordinal)
            .Replace("/site/{version}/{**path}", _siteFile, StringComparison.Ordinal)
            .Replace("{n}", "1", StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal),
    };

    private static HttpContent? BodyOf(string route) => route switch
    {
        "POST /documents" => new ByteArrayContent(Scans.Pdf()),
        "POST /keys" => JsonContent.Create(new { name = "test", tenant = Tenant, scopes = new[] { KeyScopes.Read } }),
        "PUT /tenants/{name}" => JsonContent.Create(new { }),
        "PUT /tenants/{name}/webhook" => JsonContent.Create(new { url = (string?)null }),
        "POST /site/session" => JsonContent.Create(new { key = KeyText.Create().Reveal() }),
        _ => null,
    };

    private async Task<string> UploadAsync(byte[] scan)
    {
        using var answer = await SendAsync("write", HttpMethod.Post, "/documents", new ByteArrayContent(scan));
        return (await answer.DocumentAsync()).Text("id");
    }

    private async Task<string> CancelledAsync()
    {
        var id = await UploadAsync(Scans.Pdf());
        using var answer = await SendAsync("write", HttpMethod.Delete, $"/documents/{id}");
        return (await answer.DocumentAsync()).Text("id");
    }

    private async Task<string> DeliveryAsync(string document)
    {
        using var answer = await SendAsync("read", HttpMethod.Get, $"/deliveries?document={document}");
        return Assert.Single((await answer.DocumentAsync()).GetProperty("deliveries").EnumerateArray()).Text("id");
    }

    private async Task<string> EndedDeliveryAsync()
    {
        var id = await DeliveryAsync(await CancelledAsync());
        await using var command = _api.Database.CreateCommand(
            "UPDATE webhook_deliveries SET state = 'failed', ended_at = now() WHERE id = $1").With(Guid.Parse(id));
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
        return id;
    }

    private async Task<string> NewTenantAsync()
    {
        using var answer = await SendAsync("operate", HttpMethod.Put, $"/tenants/t{Guid.NewGuid():N}", JsonContent.Create(new { }));
        return (await answer.DocumentAsync()).Text("name");
    }

    private async Task<HttpResponseMessage> SendAsync(
        string caller, HttpMethod method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body };
        if (_keys[caller] is { } key)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _api.Client.SendAsync(request);
    }

    [GeneratedRegex(@"/site/[^""]+\.css")]
    private static partial Regex SiteFile();
}
