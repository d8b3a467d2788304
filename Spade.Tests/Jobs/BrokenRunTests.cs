using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Configuration;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Shutdown.InFlight;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>Anything that breaks in a run counts as an attempt, and the run ends.</summary>
public sealed class BrokenRunTests
{
    private static readonly JobOptions NoRetry = new() { RetryLimit = 0 };

    [Fact]
    public Task A_handler_whose_constructor_throws_fails_its_job(
        ) => FailsAsync<Work, ThrowingConstructorHandler>("exception", "The constructor fails.");

    [Fact]
    public Task A_handler_with_a_missing_dependency_fails_its_job() => FailsAsync<Work, MissingDependencyHandler>("exception", "IMissing");

    [Fact]
    public Task A_payload_type_that_cannot_be_created_fails_its_job(
        ) => FailsAsync<AbstractWork, AbstractWorkHandler>("payload-invalid", "AbstractWork");

    [Fact]
    public Task A_payload_whose_constructor_throws_fails_its_job(
        ) => FailsAsync<CheckedWork, CheckedWorkHandler>("payload-invalid", "too short");

    [Fact]
    public async Task An_error_text_that_PostgreSQL_cannot_store_is_stored_without_what_it_rejects()
    {
        // Made here, because the test framework would change half a character in a theory's data.
        string[] texts = ["ab\0cd", "ab\ud800cd", "ab\udc00\ud800"];
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(
            database, (job, _) => throw new FormatException(texts[int.Parse(job.Payload.Name, CultureInfo.InvariantCulture)]));
        var stored = new List<string>();
        for (var text = 0; text < texts.Length; text++)
        {
            var id = (await node.EnqueueAsync($"{text}", NoRetry))!.Value;
            await database.BecomesAsync(id, "failed");
            stored.Add((await ErrorAsync(database, id)).Message);
        }
        Assert.Equal(["FormatException: ab\ufffdcd", "FormatException: ab\ufffdcd", "FormatException: ab\ufffd\ufffd"], stored);
    }

    [Fact]
    public async Task A_long_error_text_is_cut_and_no_character_is_halved()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(
            database,
            (_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Retry(
                new JobError("long", new string('x', 1998) + string.Concat(Enumerable.Repeat("😀", 9000))))));
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal(("long", new string('x', 1998) + '…', 1), await ErrorAsync(database, id));
    }

    [Fact]
    public async Task An_error_without_a_text_is_still_an_error()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, (job, _) => Task.FromResult<JobOutcome>(
            job.Payload.Name == "null" ? new JobOutcome.Failed(null!) : new JobOutcome.Failed(new JobError(null!, null!))));
        foreach (var name in new[] { "null", "parts" })
        {
            var id = (await node.EnqueueAsync(name, NoRetry))!.Value;
            await database.BecomesAsync(id, "failed");
            Assert.Equal(("unknown", "The handler did not say why.", 0), await ErrorAsync(database, id));
        }
    }

    [Fact]
    public async Task An_error_text_that_the_database_rejects_is_stored_in_ASCII()
    {
        await using var database = await JobsDatabase.CreateAsync();
        // As in a database whose encoding is not Unicode.
        await database.ExecuteAsync(
            """
            CREATE FUNCTION reject_text() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE EXCEPTION ''no equivalent in encoding "LATIN1"'' USING ERRCODE = ''22P05''; END';
            CREATE TRIGGER reject_text BEFORE UPDATE ON jobs FOR EACH ROW WHEN (NEW.error_message ~ '[^ -~]') EXECUTE FUNCTION reject_text()
            """);
        await using var node = await JobsNode.StartAsync(database, (_, _) => throw new FormatException("no → here"));
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal(("exception", "FormatException: no ? here", 1), await ErrorAsync(database, id));
    }

    [Fact]
    public async Task A_handler_that_returns_no_outcome_fails_its_job()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, (_, _) => Task.FromResult<JobOutcome>(null!));
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal("no-outcome", (await ErrorAsync(database, id)).Type);
    }

    [Fact]
    public async Task A_handler_that_says_a_job_is_lost_when_it_is_not_fails_its_job()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, (_, _) => throw new JobLostException(Guid.NewGuid()));
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal("exception", (await ErrorAsync(database, id)).Type);
    }

    [Fact]
    public async Task A_result_whose_write_cancels_itself_fails_the_job()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, (_, _) => Task.FromResult<JobOutcome>(
            new JobOutcome.Completed((_, _) => throw new TaskCanceledException("A request of the write took too long."))));
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal("result-refused", (await ErrorAsync(database, id)).Type);
    }

    [Fact]
    public async Task A_rejected_completion_does_not_affect_the_others_of_its_batch()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await database.ExecuteAsync(
            """
            CREATE FUNCTION reject() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''rejected''; END';
            CREATE TRIGGER reject BEFORE UPDATE ON jobs FOR EACH ROW WHEN (NEW.state = 'completed' AND NEW.payload ->> 'name' = 'bad')
            EXECUTE FUNCTION reject()
            """);
        var go = new TaskCompletionSource();
        var running = 0;
        await using var node = await JobsNode.StartAsync(
            database,
            async (_, token) =>
            {
                Interlocked.Increment(ref running);
                await go.Task.WaitAsync(token);
                return new JobOutcome.Completed();
            },
            concurrency: 20);
        await node.Client.EnqueueManyAsync(
            JobsNode.Queue, Enumerable.Range(0, 20).Select(n => new Work(n == 7 ? "bad" : "good")).ToList(), NoRetry,
            CancellationToken.None);
        await Eventually.HoldsAsync("all run", () => Task.FromResult(Volatile.Read(ref running) == 20));
        go.SetResult();
        await Eventually.HoldsAsync(
            "all have ended", async () => await database.CountAsync("completed") + await database.CountAsync("failed") == 20);
        const string Failed = "SELECT string_agg(payload ->> 'name', ' ') FROM jobs WHERE state = 'failed'";
        Assert.Equal("bad", await database.ScalarAsync<string>(Failed));
    }

    [Fact]
    public async Task A_failure_that_cannot_be_recorded_ends_after_a_few_tries_and_its_error_says_so()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var (runs, tries) = (0, 0);
        await using var node = await StartAsync<FailingHandler>(database, new FailingHandler.Script(
            () =>
            {
                Interlocked.Increment(ref runs);
                return Task.FromResult<JobOutcome>(new JobOutcome.Failed(new JobError("corrupt", "It is no document.")));
            },
            (_, _) =>
            {
                Interlocked.Increment(ref tries);
                throw new InvalidOperationException("OnFailedAsync is broken.");
            }));
        var id = (await node.Client.EnqueueAsync("broken", new Work("x"), NoRetry, CancellationToken.None))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal((1, 3), (runs, tries));
        const string Message = "It is no document. This failure could not be recorded with what the job was for.";
        Assert.Equal(("corrupt", Message, 0), await ErrorAsync(database, id));
    }

    [Fact]
    public async Task A_failure_that_is_recorded_at_the_second_try_is_recorded_once()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var tries = 0;
        await using var node = await StartAsync<FailingHandler>(database, new FailingHandler.Script(
            () => throw new FormatException("ab\0cd"),
            async (error, transaction) =>
            {
                await using var record = new NpgsqlCommand(
                    "INSERT INTO steps (job_id, step) SELECT gen_random_uuid(), length($1)", transaction.Connection, transaction);
                record.Parameters.Add(new() { Value = error.Message });
                await record.ExecuteNonQueryAsync();
                if (Interlocked.Increment(ref tries) == 1)
                    throw new InvalidOperationException("Not yet.");
            }));
        var id = (await node.Client.EnqueueAsync("broken", new Work("x"), NoRetry, CancellationToken.None))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal(("exception", "FormatException: ab\ufffdcd", 1), await ErrorAsync(database, id));
        Assert.Equal(1, await database.CountStepsAsync());
    }

    [Fact]
    public async Task A_job_that_kills_even_the_process_that_records_its_failure_fails_without_its_handler()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var touched = 0;
        await using var node = await StartAsync<FailingHandler>(
            database,
            new FailingHandler.Script(
                () => throw new InvalidOperationException($"It must not run: {Interlocked.Increment(ref touched)}"),
                (_, _) => throw new InvalidOperationException($"It must not be asked: {Interlocked.Increment(ref touched)}")),
            options => options.ScanInterval = TimeSpan.FromMilliseconds(100));
        var later = new JobOptions { StartAfter = TimeSpan.FromHours(1) };
        var id = (await node.Client.EnqueueAsync("broken", new Work("x"), later, CancellationToken.None))!.Value;
        await database.CrashAsync(id, times: 6);
        await database.BecomesAsync(id, "failed");
        var error = await ErrorAsync(database, id);
        Assert.Equal(("poison", 0), (error.Type, touched));
        Assert.EndsWith("could not be recorded with what the job was for.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_cannot_be_disposed_has_completed_all_the_same()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync<ThrowingDisposeHandler>(database);
        var id = (await node.Client.EnqueueAsync("broken", new Work("x"), NoRetry, CancellationToken.None))!.Value;
        // A job that is claimed but not started when the node stops is released.
        await Eventually.HoldsAsync("it runs", () => Task.FromResult(node.Get<RunningJobs>().Count == 1));

        await node.StopAsync().DefaultTimeout();

        Assert.Equal("completed", await database.StateAsync(id));
        Assert.Equal(new WorkTally(InFlight: 1, Begun: 0, Finished: 1, Released: 0, Aborted: 0), node.Get<RunningJobs>().Tally);
    }

    [Fact]
    public async Task A_handler_that_is_cut_at_the_drain_limit_and_then_throws_uses_no_attempt()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = await JobsNode.StartAsync(
            database,
            async (_, token) =>
            {
                started.SetResult();
                await Cancellation.RequestedAsync(token);
                throw new IOException("The operation was aborted.");
            },
            configure: options => options.DrainLimit = TimeSpan.FromMilliseconds(200));
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await started.Task.DefaultTimeout();
        await node.DisposeAsync();
        Assert.Equal("retry", await database.StateAsync(id));
        Assert.Equal((0, 1), (await database.AttemptAsync(id), await database.InterruptionsAsync(id)));
    }

    private static async Task FailsAsync<TPayload, THandler>(string type, string message)
        where THandler : class, IJobHandler<TPayload>
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, more: jobs => jobs.AddHandler<TPayload, THandler>("broken"));
        var id = (await node.Client.EnqueueAsync("broken", new Work("x"), NoRetry, CancellationToken.None))!.Value;
        await database.BecomesAsync(id, "failed");
        var error = await ErrorAsync(database, id);
        Assert.Equal((type, 1), (error.Type, error.Attempt));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((1L, 0), (
            await database.ScalarAsync<long>("SELECT fence FROM jobs WHERE id = $1", id),
            await database.InterruptionsAsync(id)));
    }

    private static Task<JobsNode> StartAsync<THandler>(
        JobsDatabase database, FailingHandler.Script? script = null, Action<JobsOptions>? configure = null)
        where THandler : class, IJobHandler<Work> =>
        JobsNode.StartAsync(database, configure: configure, more: jobs => jobs.AddHandler<Work, THandler>("broken"), services: services =>
        {
            if (script is not null)
                services.AddSingleton(script);
        });

    private static async Task<(string Type, string Message, int Attempt)> ErrorAsync(JobsDatabase database, Guid id) => (
        await database.ScalarAsync<string>("SELECT error_type FROM jobs WHERE id = $1", id),
        await database.ScalarAsync<string>("SELECT error_message FROM jobs WHERE id = $1", id),
        await database.AttemptAsync(id));
}
