using System.Text.Json;
using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Notifications;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

public sealed class NotificationTests
{
    /// <summary>The queue's sessions do not wait for the stand-by. They would wait for a transaction that does, because it holds the lock
    /// of all notifications.</summary>
    private const string WithoutStandby = "Options=-c synchronous_commit=local";

    [Theory]
    [InlineData(null)]
    [InlineData("nightly")]
    public async Task A_notification_that_cannot_leave_holds_up_no_job_hides_no_error_and_leaves_later(string? singletonKey)
    {
        var options = new JobOptions { SingletonKey = singletonKey };
        var postgres = new TestPostgres();
        await postgres.InitializeAsync();
        try
        {
            await using var database = await JobsDatabase.CreateAsync(postgres, WithoutStandby);
            await using var node = await JobsNode.StartAsync(database);
            await using var admin = NpgsqlDataSource.Create($"{postgres.ConnectionString};{WithoutStandby}");
            await MissingStandby.AwaitAsync(admin);
            await using var other = NpgsqlDataSource.Create(
                new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = null }.ConnectionString);
            await using var session = await other.OpenConnectionAsync();
            var notifying = await HoldUpAsync(admin, session);
            var notified = new TaskCompletionSource();
            using var subscription = node.Notifications.Subscribe(NotificationTopics.Work, queue =>
            {
                if (queue == JobsNode.Queue)
                    notified.TrySetResult();
            });

            // jsonb rejects a number of a million digits.
            using var endless = JsonDocument.Parse("1e999999");
            var error = await Assert.ThrowsAsync<PostgresException>(
                () => node.Client.EnqueueAsync(JobsNode.Queue, endless.RootElement, options, CancellationToken.None));
            Assert.Equal(PostgresErrorCodes.NumericValueOutOfRange, error.SqlState);
            var id = await node.EnqueueAsync(options: options).DefaultTimeout();
            Assert.Equal("created", await database.StateAsync(id!.Value));
            Assert.False(notified.Task.IsCompleted);
            Assert.False(notifying.IsCompleted);

            await MissingStandby.ForgetAsync(admin);
            await notifying.DefaultTimeout();
            await notified.Task.DefaultTimeout();
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    private static async Task<Task> HoldUpAsync(NpgsqlDataSource admin, NpgsqlConnection session)
    {
        await Eventually.HoldsAsync("the session knows about the stand-by", async () =>
        {
            await using var show = new NpgsqlCommand("SHOW synchronous_standby_names", session);
            return await show.ExecuteScalarAsync() is "nobody";
        });
        // With a row, because PostgreSQL confirms a commit that wrote nothing at once.
        var notify = new NpgsqlCommand("INSERT INTO steps (job_id, step) VALUES (gen_random_uuid(), 0); NOTIFY elsewhere", session);
        var notifying = notify.ExecuteNonQueryAsync();
        await Eventually.HoldsAsync(
            "the notification waits for the stand-by", () => MissingStandby.HoldsUpAsync(admin, "NOTIFY elsewhere", TimeSpan.Zero));
        return notifying;
    }
}
