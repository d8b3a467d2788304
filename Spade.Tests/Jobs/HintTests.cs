using Npgsql;
using Spade.Jobs;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

public sealed class HintTests
{
    /// <summary>Sessions of the queue do not wait for the stand-by, but for whoever does while it holds the lock of all notifications.</summary>
    private const string WithoutStandby = "Options=-c synchronous_commit=local";

    [Fact]
    public async Task A_hint_that_cannot_leave_holds_up_no_job_hides_no_error_and_leaves_later()
    {
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
            // With a row: PostgreSQL confirms at once what wrote nothing.
            await using var notify = other.CreateCommand("INSERT INTO steps (job_id, step) VALUES (gen_random_uuid(), 0); NOTIFY elsewhere");
            var notifying = await HoldUpAsync(admin, notify);
            var hinted = new TaskCompletionSource();
            using var subscription = node.Hints.Subscribe(HintTopics.Work, queue =>
            {
                if (queue == JobsNode.Queue)
                    hinted.TrySetResult();
            });

            // jsonb takes no NUL.
            var error = await Assert.ThrowsAsync<PostgresException>(() => node.EnqueueAsync("\0"));
            Assert.Equal(PostgresErrorCodes.UntranslatableCharacter, error.SqlState);
            var id = await node.EnqueueAsync().DefaultTimeout();
            Assert.Equal("created", await database.StateAsync(id!.Value));
            Assert.False(hinted.Task.IsCompleted);
            Assert.False(notifying.IsCompleted);

            await MissingStandby.ForgetAsync(admin);
            await notifying.DefaultTimeout();
            await hinted.Task.DefaultTimeout();
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    private static async Task<Task> HoldUpAsync(NpgsqlDataSource admin, NpgsqlCommand notify)
    {
        // The setting reaches a session some time after the reload: one that commits before it is asked again.
        for (; ; )
        {
            var notifying = notify.ExecuteNonQueryAsync();
            await Eventually.HoldsAsync(
                "the notification is sent, or held up by the stand-by",
                async () => notifying.IsCompleted || await MissingStandby.HoldsUpAsync(admin, "NOTIFY elsewhere", TimeSpan.Zero));
            if (!notifying.IsCompleted)
                return notifying;
            await notifying;
        }
    }
}
