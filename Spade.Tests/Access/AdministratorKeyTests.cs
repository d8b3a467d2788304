using System.Net;
using Npgsql;
using Spade.Documents.Keys;
using Spade.Tests.Api;
using Spade.Tests.Documents;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Access;

/// <summary>The first administrator's key, from the configuration.</summary>
public sealed class AdministratorKeyTests
{
    private readonly string _key = KeyText.Create().Reveal();

    [Fact]
    public async Task The_migration_adds_it_once()
    {
        var postgres = await SharedPostgres.GetAsync();
        var connection = await postgres.CreateDatabaseAsync();
        Assert.All(
            await Task.WhenAll(MigrateAsync(connection, _key), MigrateAsync(connection, _key)), run => Assert.Equal(0, run.ExitCode));
        var third = await MigrateAsync(connection, _key);
        Assert.Equal(0, third.ExitCode);
        Assert.DoesNotContain(_key, third.Output + third.Error, StringComparison.Ordinal);

        await using var database = NpgsqlDataSource.Create(connection);
        Assert.Equal(
            [$"{TestKeys.PrefixOf(_key)} default documents:write,documents:read,operate configuration"],
            await KeysAsync(database));
    }

    [Fact]
    public async Task The_API_adds_it_before_it_answers()
    {
        var postgres = await SharedPostgres.GetAsync();
        await using var app = await ApiProcess.StartReadyAsync(await postgres.CreateDatabaseAsync(), $"Access:AdministratorKey={_key}");
        using var bare = await app.Client.GetAsync("/queues");
        await bare.AssertProblemAsync(HttpStatusCode.Unauthorized, "key-required");
        using var keyed = await app.Client.GetAsync("/queues", ("Authorization", $"Bearer {_key}"));
        Assert.Equal(HttpStatusCode.OK, keyed.StatusCode);
    }

    [Fact]
    public async Task One_that_was_revoked_stays_revoked_and_another_is_added_beside_it()
    {
        var postgres = await SharedPostgres.GetAsync();
        var connection = await postgres.CreateMigratedDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connection);
        await SeedAsync(connection, _key);
        await database.RevokeKeyAsync(_key);
        await SeedAsync(connection, _key);
        Assert.Equal([], await KeysAsync(database, "revoked_at IS NULL"));

        await SeedAsync(connection, KeyText.Create().Reveal());
        Assert.Single(await KeysAsync(database, "revoked_at IS NULL"));
    }

    [Fact]
    public async Task A_value_that_is_no_key_is_refused_without_being_shown()
    {
        var postgres = await SharedPostgres.GetAsync();
        var run = await MigrateAsync(await postgres.CreateMigratedDatabaseAsync(), _key + "x");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "Access:AdministratorKey has 59 characters and is no key: a key is 'spade_', ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_key, run.Error + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_with_the_prefix_of_another_key_is_refused_in_one_sentence()
    {
        var postgres = await SharedPostgres.GetAsync();
        var connection = await postgres.CreateMigratedDatabaseAsync();
        await SeedAsync(connection, _key);
        var other = TestKeys.WithOtherSecret(_key);
        var run = await MigrateAsync(connection, other);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"migrate: Access:AdministratorKey begins with {TestKeys.PrefixOf(_key)}, as another key does; make a new one, whose first "
            + "part differs too.",
            run.Error.Trim());
    }

    private static Task<ProcessRun> MigrateAsync(string connection, string key) => ProcessRun.OfAsync(
        "dotnet", [BuildOutput.Of("Spade.Worker"), "migrate"],
        environment: new Dictionary<string, string> { ["ConnectionStrings__spadedb"] = connection, ["Access__AdministratorKey"] = key });

    private static async Task SeedAsync(string connection, string key)
    {
        await using var documents = DocumentsHost.Create(connection, ("Access:AdministratorKey", key));
        await documents.Migrator.MigrateAsync(CancellationToken.None);
    }

    private static async Task<List<string>> KeysAsync(NpgsqlDataSource database, string condition = "true")
    {
        await using var command = database.CreateCommand(
            $"SELECT concat_ws(' ', prefix, tenant, array_to_string(scopes, ','), created_by) FROM api_keys WHERE {condition}");
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new List<string>();
        while (await reader.ReadAsync())
            keys.Add(reader.GetString(0));
        return keys;
    }
}
