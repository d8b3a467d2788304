using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

/// <summary>One API with its own database for all tests of a class.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    private InProcessApp _app = null!;

    public HttpClient Client => _app.Client;

    public Uri Address => _app.Address;

    public IServiceProvider Services => _app.Services;

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    public async Task InitializeAsync()
    {
        var postgres = await SharedPostgres.GetAsync();
        _app = await ApiProcess.StartReadyAsync(await postgres.CreateMigratedDatabaseAsync(), "Ocr:Languages=eng,deu");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
