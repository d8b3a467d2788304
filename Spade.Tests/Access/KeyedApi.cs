using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Documents.Keys;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Access;

/// <summary>An API with keys, for all tests of a class.</summary>
public sealed class KeyedApi : IAsyncLifetime
{
    private InProcessApp _app = null!;

    public HttpClient Client => _app.Client;

    public NpgsqlDataSource Database => _app.Services.GetRequiredService<NpgsqlDataSource>();

    public IServiceProvider Services => _app.Services;

    /// <summary>The key of the configuration, with every scope.</summary>
    public string Administrator { get; } = KeyText.Create().Reveal();

    public async Task InitializeAsync()
    {
        var postgres = await SharedPostgres.GetAsync();
        _app = await ApiProcess.StartReadyAsync(
            await postgres.CreateMigratedDatabaseAsync(), $"Access:AdministratorKey={Administrator}", "Ocr:Languages=eng");
        await Eventually.HoldsAsync("it is ready", async () =>
        {
            using var ready = await GetAsync("/health/ready", key: null);
            return ready.IsSuccessStatusCode;
        });
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Sends a request with credentials; null for none.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key) =>
        Client.SendAsync(method, path, key is null ? [] : [("Authorization", $"Bearer {key}")]);

    public Task<HttpResponseMessage> GetAsync(string path, string? key) => SendAsync(HttpMethod.Get, path, key);
}
