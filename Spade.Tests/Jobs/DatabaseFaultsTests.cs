using System.Net.Sockets;
using Npgsql;
using Spade.Jobs.Postgres;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

public sealed class DatabaseFaultsTests
{
    [Theory]
    [InlineData("08006", DatabaseFault.Away)] // connection failure
    [InlineData("25006", DatabaseFault.Away)] // read-only transaction
    [InlineData("25P03", DatabaseFault.Away)] // idle in a transaction for too long
    [InlineData("25P04", DatabaseFault.Away)] // a transaction that took too long
    [InlineData("53100", DatabaseFault.Full)] // disk full
    [InlineData("53200", DatabaseFault.Away)] // out of memory
    [InlineData("53300", DatabaseFault.Full)] // too many connections
    [InlineData("57P01", DatabaseFault.Away)] // shut down by its administrator
    [InlineData("57P02", DatabaseFault.Away)] // a crash of another session
    [InlineData("57P03", DatabaseFault.Away)] // starting up
    [InlineData("57P05", DatabaseFault.Away)] // idle for too long
    [InlineData("58030", DatabaseFault.Away)] // disk error
    [InlineData("57014", DatabaseFault.TimedOut)] // cancelled
    [InlineData("40001", DatabaseFault.Conflict)] // serialization failure
    [InlineData("40P01", DatabaseFault.Conflict)] // deadlock
    [InlineData("55P03", DatabaseFault.Conflict)] // a lock was not available
    [InlineData("23505", DatabaseFault.None)] // unique violation
    [InlineData("42P01", DatabaseFault.None)] // no such table
    public void An_error_of_PostgreSQL_is_judged_by_its_code(string sqlState, DatabaseFault fault)
    {
        var error = new PostgresException("message", "ERROR", "ERROR", sqlState);

        Assert.Equal(fault, DatabaseFaults.Of(error));
        Assert.Equal(fault, DatabaseFaults.Of(new InvalidOperationException("as EF Core wraps it", error)));
    }

    [Theory]
    [InlineData("57P01", true, true)]
    [InlineData("53100", true, true)]
    [InlineData("57014", true, true)]
    [InlineData("40P01", false, true)]
    [InlineData("23505", false, false)]
    public void A_database_that_is_away_full_or_slow_is_unusable_and_what_is_unusable_may_pass(
        string sqlState, bool isUnusable, bool mayPass)
    {
        var error = new PostgresException("message", "ERROR", "ERROR", sqlState);

        Assert.Equal((isUnusable, mayPass), (DatabaseFaults.IsUnusable(error), DatabaseFaults.MayPass(error)));
    }

    [Fact]
    public void Npgsql_s_own_exceptions_are_judged_by_what_they_wrap()
    {
        Assert.Equal(DatabaseFault.Away, DatabaseFaults.Of(new NpgsqlException("broken", new IOException())));
        Assert.Equal(DatabaseFault.Away, DatabaseFaults.Of(new NpgsqlException("refused", new SocketException())));
        Assert.Equal(DatabaseFault.TimedOut, DatabaseFaults.Of(new NpgsqlException("slow", new TimeoutException())));
        Assert.Equal(DatabaseFault.None, DatabaseFaults.Of(new NpgsqlOperationInProgressException(new NpgsqlCommand())));
        Assert.Equal(DatabaseFault.None, DatabaseFaults.Of(new HttpRequestException("elsewhere", new SocketException())));
        Assert.Equal(DatabaseFault.None, DatabaseFaults.Of(null));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody")]
    [InlineData("Host=no-such-host.invalid;Username=nobody")]
    public async Task A_server_that_cannot_be_reached_is_away(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var error = await Record.ExceptionAsync(async () => await source.OpenConnectionAsync());

        Assert.True(DatabaseFaults.Of(error) == DatabaseFault.Away, $"{error}");
    }

    [Fact]
    public async Task A_read_only_server_is_away_and_a_statement_that_takes_too_long_is_not()
    {
        await using var source = NpgsqlDataSource.Create(await (await SharedPostgres.GetAsync()).CreateDatabaseAsync());

        Assert.Equal(DatabaseFault.Away, await FaultOfAsync(source, "SET transaction_read_only = on; CREATE TABLE t ()"));
        Assert.Equal(DatabaseFault.TimedOut, await FaultOfAsync(source, "SELECT pg_sleep(60)", seconds: 1));
        Assert.Equal(DatabaseFault.TimedOut, await FaultOfAsync(source, "SET statement_timeout = 1; SELECT pg_sleep(60)"));
    }

    private static async Task<DatabaseFault> FaultOfAsync(NpgsqlDataSource source, string sql, int seconds = 30)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = seconds;
        return DatabaseFaults.Of(await Record.ExceptionAsync(() => command.ExecuteNonQueryAsync()));
    }
}
