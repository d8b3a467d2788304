using Npgsql;
using Spade.Documents.Keys;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Keys;

/// <summary><c>Spade.Worker keys</c> as a process.</summary>
public sealed class KeysCommandTests : IAsyncLifetime
{
    private string _connection = "";

    public async Task InitializeAsync() => _connection = await (await SharedPostgres.GetAsync()).CreateMigratedDatabaseAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_key_is_added_listed_and_revoked_and_the_output_of_add_is_the_key_alone()
    {
        var added = await RunAsync(
            "add", "--name", "scanner in room 4", "--tenant=acme", "--scopes", "documents:write,operate", "--expires-in-days", "30");
        Assert.Equal(0, added.ExitCode);
        Assert.True(KeyText.TryParse(added.Output.TrimEnd('\n'), out var key), added.Output + added.Error);
        Assert.Contains(
            $"Added {key.Prefix} for tenant acme with documents:write, operate; it expires at ", added.Error, StringComparison.Ordinal);
        await using var database = NpgsqlDataSource.Create(_connection);
        await using var command = database.CreateCommand("SELECT hash FROM api_keys");
        Assert.Equal(key.Hash(), await command.ExecuteScalarAsync());

        var refused = await RunAsync("revoke", key.Prefix);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(
            $"keys revoke: {key.Prefix} is the last administrator's key; add another one first", refused.Error, StringComparison.Ordinal);
        var other = await RunAsync("add", "--name=other", "--scopes=operate", $"--ConnectionStrings:spadedb={_connection}");
        var revoked = await RunAsync("revoke", key.Prefix);
        Assert.Equal(0, revoked.ExitCode);
        Assert.Contains("no replica accepts it", revoked.Error, StringComparison.Ordinal);

        var listed = await RunAsync("list");
        var lines = listed.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(
            ["PREFIX", other.Output[..KeyText.PrefixLength], key.Prefix], lines.Select(line => line.Split(' ')[0]));
        Assert.Contains("revoked  acme", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("  command   scanner in room 4", lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain(key.Reveal()[KeyText.PrefixLength..], listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Reveal(), added.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_key_without_operate_is_added_with_a_warning()
    {
        var added = await RunAsync("add", "--name", "scanner");

        Assert.Equal(0, added.ExitCode);
        Assert.Contains("for tenant default with documents:write, documents:read; it does not expire.", added.Error,
            StringComparison.Ordinal);
        Assert.Contains("No key has the scope operate", added.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys: say what to do with keys:")]
    [InlineData("keys add: --tenant is 'A'; a tenant's name has", "add", "--name=a", "--tenant=A")]
    [InlineData("keys add: there is an argument that is no option", "add", "secret")]
    [InlineData("keys revoke: no key begins with spade_aaaaaaaa.", "revoke", "spade_aaaaaaaa")]
    [InlineData("keys revoke: name the key by its first 14 characters", "revoke", "spade_aaaaaaaa_secret")]
    public async Task What_cannot_be_done_is_an_error_that_names_it(string expected, params string[] arguments)
    {
        var run = await RunAsync(arguments);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_without_tables_is_an_error_that_says_what_to_do()
    {
        _connection = await (await SharedPostgres.GetAsync()).CreateDatabaseAsync();

        var run = await RunAsync("list");

        Assert.Equal((1, "keys list: the database has no tables yet; start the services, or run migrate.\n"), (run.ExitCode, run.Error));
    }

    private Task<ProcessRun> RunAsync(params string[] arguments) => ProcessRun.OfAsync(
        "dotnet", [BuildOutput.Of("Spade.Worker"), "keys", .. arguments],
        environment: new Dictionary<string, string> { ["ConnectionStrings__spadedb"] = _connection });
}
