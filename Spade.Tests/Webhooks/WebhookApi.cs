using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Webhooks;

/// <summary>An API that accepts some callbacks, and whose tenant has a secret. No worker delivers anything.</summary>
public sealed class WebhookApi : IAsyncLifetime
{
    public const string Callback = "https://hooks.example.com/spade";

    private InProcessApp _app = null!;

    public HttpClient Client => _app.Client;

    public IServiceProvider Services => _app.Services;

    public async Task InitializeAsync()
    {
        var postgres = await SharedPostgres.GetAsync();
        _app = await ApiProcess.StartReadyAsync(
            await postgres.CreateMigratedDatabaseAsync(), "Webhooks:AllowedHosts=hooks.example.com,127.0.0.1");
        using var set = await SetTenantAsync("default", new { url = (string?)null });
        set.EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Sets the webhook of a tenant.</summary>
    public Task<HttpResponseMessage> SetTenantAsync(string tenant, object settings) =>
        Client.PutAsJsonAsync(new Uri($"/tenants/{tenant}/webhook", UriKind.Relative), settings);

    /// <summary>Uploads a document that has not been uploaded before.</summary>
    public async Task<(string Id, byte[] Scan)> UploadAsync(string? callback = Callback)
    {
        var scan = Scans.Pdf();
        return (await Client.UploadedIdAsync(scan, QueryOf(callback)), scan);
    }

    public static string QueryOf(string? callback) => callback is null ? "" : $"?callback={Uri.EscapeDataString(callback)}";

    /// <summary>The deliveries about a document, as the API lists them.</summary>
    public async Task<IReadOnlyList<JsonElement>> DeliveriesAsync(string documentId)
    {
        var list = await Client.GetFromJsonAsync<JsonElement>(new Uri($"/deliveries?document={documentId}", UriKind.Relative));
        return [.. list.GetProperty("deliveries").EnumerateArray()];
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<object?> ScalarAsync(string sql, params object[] values)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync();
    }
}
