using System.Net;
using Npgsql;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

public sealed class SlowCommitTests
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(3_000_000)]
    public async Task An_upload_whose_commit_takes_longer_than_other_statements_may_is_accepted(int bytes)
    {
        var postgres = new TestPostgres();
        await postgres.InitializeAsync();
        try
        {
            await using var app = await ApiProcess.StartReadyAsync(await postgres.CreateMigratedDatabaseAsync());
            await using var admin = NpgsqlDataSource.Create(postgres.ConnectionString);
            byte[] scan = [.. Scans.Pdf(), .. new byte[bytes]];
            await MissingStandby.AwaitAsync(admin);
            await Eventually.HoldsAsync("the node's heartbeat waits", () => MissingStandby.HoldsUpAsync(admin, "%nodes%", TimeSpan.Zero));
            var upload = app.Client.UploadAsync(scan);
            await Eventually.HoldsAsync(
                "the upload's commit waits for longer than the API's other statements may take",
                () => MissingStandby.HoldsUpAsync(admin, bytes < 1_000_000 ? "%INTO documents%" : "COMMIT", TimeSpan.FromSeconds(2.5)));

            Assert.False(upload.IsCompleted);
            await MissingStandby.ForgetAsync(admin);
            using var answer = await upload.DefaultTimeout();
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }
}
