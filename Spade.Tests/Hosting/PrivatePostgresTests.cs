using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>The PostgreSQL that run mode runs itself.</summary>
public sealed class PrivatePostgresTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_next_run_finds_what_the_last_one_stored_and_only_with_the_password()
    {
        await RunAsync(async connectionString =>
        {
            await ExecuteAsync(connectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
            var exception = await Assert.ThrowsAsync<PostgresException>(
                () => ExecuteAsync(new NpgsqlConnectionStringBuilder(connectionString) { Password = "wrong" }.ConnectionString, "SELECT 1"));
            Assert.Equal(PostgresErrorCodes.InvalidPassword, exception.SqlState);
        });

        await RunAsync(async connectionString => Assert.Equal(42, await ExecuteAsync(connectionString, "SELECT answer FROM kept")));
    }

    [Fact]
    public async Task A_server_without_a_volume_starts_with_nothing()
    {
        await RunAsync(connectionString => ExecuteAsync(connectionString, "CREATE TABLE gone AS SELECT 1"), isKept: false);

        await RunAsync(async connectionString => Assert.Equal(true, await ExecuteAsync(connectionString, "SELECT to_regclass('gone') IS NULL")), isKept: false);
    }

    [Fact]
    public async Task A_damaged_data_folder_is_named_with_what_PostgreSQL_said_and_how_to_start_afresh()
    {
        await RunAsync(_ => Task.CompletedTask);
        File.Delete(Path.Combine(_folder.FullPath, "data", "data", "global", "pg_control"));

        var message = await FailureAsync();

        Assert.Contains(Path.Combine(_folder.FullPath, "data"), message, StringComparison.Ordinal);
        Assert.Contains("pg_control", message, StringComparison.Ordinal);
        Assert.EndsWith($"rm -rf {Path.Combine(_folder.FullPath, "data")}", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public async Task Another_password_than_the_data_was_made_with_is_named()
    {
        await RunAsync(_ => Task.CompletedTask);

        var message = await FailureAsync("--Parameters:postgres-password=another");

        Assert.Contains("the password of 'postgres' is not the one", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_connection_string_takes_the_place_of_a_server()
    {
        var configured = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();
        var builder = TestApplication.Builder(_folder, $"--ConnectionStrings:testdb={configured}");
        var database = builder.AddPostgres("postgres").WithDataVolume("data").AddDatabase("testdb");
        builder.AddExecutable("service", "sleep", "/", "3600").WithReference(database).WaitFor(database);
        await using var application = builder.Build();
        await application.StartAsync();

        await application.HealthyAsync("service");

        Assert.Equal(configured, await ((IResourceWithConnectionString)database.Resource).GetConnectionStringAsync());
        Assert.False(Directory.Exists(Path.Combine(_folder.FullPath, "data")));
        await application.StopAsync();
    }

    private async Task RunAsync(Func<string, Task> use, bool isKept = true)
    {
        var (application, database) = Build(isKept);
        await using var _ = application;
        await application.StartAsync();
        await application.HealthyAsync("testdb");
        await use((await database.GetConnectionStringAsync())!);
        await application.StopAsync();
    }

    private async Task<string> FailureAsync(params string[] args)
    {
        var (application, _) = Build(isKept: true, args);
        await using var __ = application;
        await application.StartAsync();
        await application.InStateAsync("postgres", KnownResourceStates.FailedToStart);
        await application.StopAsync();
        return application.Services.GetRequiredService<RunFailure>().Exception!.Message;
    }

    private (DistributedApplication Application, IResourceWithConnectionString Database) Build(bool isKept, params string[] args)
    {
        var builder = TestApplication.Builder(_folder, args);
        var server = builder.AddPostgres("postgres");
        var database = (isKept ? server.WithDataVolume("data") : server).AddDatabase("testdb");
        return (builder.Build(), database.Resource);
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
