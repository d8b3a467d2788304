using Npgsql;

namespace Spade.Tests.Infrastructure;

public sealed class TestPostgresTests
{
    [Fact]
    public async Task The_server_of_the_tests_has_its_defaults_and_no_fsync()
    {
        await using var database = NpgsqlDataSource.Create((await SharedPostgres.GetAsync()).ConnectionString);
        Assert.Equal(
            "fsync, listen_addresses, port, unix_socket_directories",
            await ReadAsync("SELECT string_agg(name, ', ' ORDER BY name) FROM pg_settings WHERE source = 'command line'"));
        // With JIT on, as by default, the tests show what compiled statements cost the services.
        Assert.Equal("on", await ReadAsync("SHOW jit"));
        Assert.Equal("100", await ReadAsync("SHOW max_connections"));

        async Task<object?> ReadAsync(string sql)
        {
            await using var command = database.CreateCommand(sql);
            return await command.ExecuteScalarAsync();
        }
    }
}
