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

    /// <summary>The first column of what a statement returns.</summary>
    /// <param name="sql">$1 is <paramref name="id"/>.</param>
    /// <param name="id">A document's content id.</param>
    public async Task<List<string>> ColumnAsync(string sql, string id)
    {
        await using var command = Database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));
        return values;
    }
}
