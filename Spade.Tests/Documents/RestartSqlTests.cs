using Npgsql;
using Spade.Documents.Ledger;

namespace Spade.Tests.Documents;

public sealed class RestartSqlTests
{
    [Fact]
    public async Task A_report_that_arrives_late_does_not_move_the_signal()
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        var node = Guid.NewGuid();
        await ExecuteAsync(RestartSql.Open, node, "Spade.Api", "1", "here", 1, 60_000.0);
        // The signal came five seconds ago, readiness flipped 10 ms later.
        await ExecuteAsync(RestartSql.Signal, node, "sigterm", 5_000.0, 10.0, 0);
        // The exit report was made right at the signal and is written only now.
        await ExecuteAsync(RestartSql.Close, node, "sigterm", 0.0, 10.0, 2_000.0, 0, 0, 0, 0, 0, 0, 0.1);

        Assert.InRange(await SecondsAsync("now() - signalled_at"), 5, 60);
        Assert.Equal(0.01, await SecondsAsync("ready_flipped_at - signalled_at"), tolerance: 0.001);
        Assert.Equal(2, await SecondsAsync("listener_closed_at - signalled_at"), tolerance: 0.001);

        async Task ExecuteAsync(string sql, params object[] values)
        {
            await using var command = documents.Database.CreateCommand(sql);
            command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        async Task<double> SecondsAsync(string interval)
        {
            await using var command = documents.Database.CreateCommand($"SELECT extract(epoch FROM {interval})::float8 FROM restarts");
            return (double)(await command.ExecuteScalarAsync())!;
        }
    }
}
