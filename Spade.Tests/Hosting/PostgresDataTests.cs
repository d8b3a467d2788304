using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Spade.Tests.Hosting;

/// <summary>Where a private PostgreSQL keeps its data, and what is in it to begin with.</summary>
public sealed class PostgresDataTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scripts_are_run_once_on_new_data_and_a_failing_one_is_named_until_it_is_corrected()
    {
        var scripts = Directory.CreateDirectory(Path.Combine(_folder.FullPath, "scripts")).FullName;
        await File.WriteAllTextAsync(Path.Combine(scripts, "1-table.sql"), "CREATE TABLE IF NOT EXISTS things (name text);");
        var second = Path.Combine(scripts, "2-rows.sql");
        await File.WriteAllTextAsync(second, "INSERT INTO thing VALUES ('first');");

        await using (var application = Application(scripts))
        {
            await application.StartAsync();
            await application.InStateAsync("postgres", KnownResourceStates.FailedToStart);
            var message = application.Services.GetRequiredService<RunFailure>().Exception!.Message;
            Assert.Contains(second, message, StringComparison.Ordinal);
            Assert.Contains("\"thing\" does not exist", message, StringComparison.Ordinal);
            await application.StopAsync();
        }

        await File.WriteAllTextAsync(second, "INSERT INTO things VALUES ('first');");
        for (var run = 0; run < 2; run++)
        {
            await using var application = Application(scripts);
            await application.StartAsync();
            await application.HealthyAsync("postgres");
            Assert.Equal(1L, await CountAsync(application));
            await application.StopAsync();
        }

        Assert.True(Directory.Exists(Path.Combine(_folder.FullPath, "elsewhere", "data")));
    }

    [Fact]
    public void A_server_cannot_start_on_data_that_it_cannot_write() =>
        Assert.Throws<DistributedApplicationException>(
            () => TestApplication.Builder(_folder).AddPostgres("postgres").WithDataBindMount("data", isReadOnly: true));

    private DistributedApplication Application(string scripts)
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddPostgres("postgres").WithDataVolume("data").WithDataBindMount(Path.Combine(_folder.FullPath, "elsewhere")).WithInitFiles(scripts);
        return builder.Build();
    }

    private static async Task<object?> CountAsync(DistributedApplication application)
    {
        var server = application.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<PostgresServerResource>().Single();
        await using var connection = new NpgsqlConnection($"{await server.ConnectionStringExpression.GetValueAsync()};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM things", connection);
        return await command.ExecuteScalarAsync();
    }
}
