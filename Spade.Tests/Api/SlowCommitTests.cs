using System.Net;
using Npgsql;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

public sealed class SlowCommitTests
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(3_000_000)]
    public async Task An_upload_whose_commit_takes_longer_than_other_statements_may_is_accepted_and_not_given_up(int bytes)
    {
        var postgres = new TestPostgres();
        await postgres.InitializeAsync();
        try
        {
            await using var app = await ApiProcess.StartReadyAsync(await postgres.CreateDatabaseAsync());
            await using var admin = NpgsqlDataSource.Create(postgres.ConnectionString);
            byte[] scan = [.. Scans.Pdf(), .. new byte[bytes]];
            // A stand-by that is not there: PostgreSQL writes every commit and confirms none.
            await SetStandbyAsync(admin, "'nobody'");
            await Eventually.HoldsAsync("the node's heartbeat waits", () => WaitsAsync(admin, "%nodes%", TimeSpan.Zero));
            var upload = app.Client.UploadAsync(scan);
            await Eventually.HoldsAsync(
                "the upload's commit waits for longer than the API's other statements may take",
                () => WaitsAsync(admin, bytes < 1_000_000 ? "%INTO documents%" : "COMMIT", TimeSpan.FromSeconds(2.5)));

            Assert.False(upload.IsCompleted);
            await SetStandbyAsync(admin, "''");
            using var answer = await upload.DefaultTimeout();
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    private static async Task SetStandbyAsync(NpgsqlDataSource admin, string names)
    {
        await using var set = admin.CreateCommand($"ALTER SYSTEM SET synchronous_standby_names = {names}");
        await set.ExecuteNonQueryAsync();
        await using var reload = admin.CreateCommand("SELECT pg_reload_conf()");
        await reload.ExecuteNonQueryAsync();
    }

    private static async Task<bool> WaitsAsync(NpgsqlDataSource admin, string statement, TimeSpan longerThan)
    {
        await using var command = admin.CreateCommand(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query LIKE $1 AND query_start < now() - $2)");
        command.Parameters.Add(new() { Value = statement });
        command.Parameters.Add(new() { Value = longerThan });
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}
