using System.Net.Http.Headers;
using System.Net.Http.Json;
using Spade.Documents.Keys;

namespace Spade.Tests.Api;

/// <summary>An API with an administrator's key, which <see cref="Client"/> sends.</summary>
public sealed class AdministeredApi : IAsyncLifetime
{
    private readonly ApiFixture _api = new();

    public HttpClient Client => _api.Client;

    /// <summary>Prefix of the administrator's key.</summary>
    public string Prefix { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await _api.InitializeAsync();
        using var response = await Client.PostAsJsonAsync("/keys", new { name = "administrator", scopes = KeyScopes.All });
        var administrator = await response.DocumentAsync();
        Prefix = administrator.GetProperty("details").Text("prefix");
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", administrator.Text("key"));
    }

    public Task DisposeAsync() => _api.DisposeAsync();
}
