using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Api.Operations;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Operations;

/// <summary>The backlog and the ended processes as gauges.</summary>
public sealed class OperationsMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<(string Name, double Value, string Tags)> _seen = [];

    private IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Nothing_is_read_while_nobody_exports_them()
    {
        var metrics = new OperationsMetrics(Meters);

        Assert.False(metrics.IsWatched);
        using var listener = Listen();
        Assert.True(metrics.IsWatched);
    }

    [Fact]
    public async Task They_show_what_waits_and_runs_and_how_old_the_oldest_is()
    {
        var database = await (await SharedPostgres.GetAsync()).CreateMigratedDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using (var command = source.CreateCommand("""
            INSERT INTO queues (name) VALUES ('documents'), ('webhooks');
            INSERT INTO jobs (id, queue, payload, retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff, start_after, created_at)
            SELECT gen_random_uuid(), 'documents', '{}'::jsonb, 2, 1000, 300000, true, now() + age, now() + age - interval '5 s'
            FROM unnest(ARRAY['-90 s', '-10 s', '1 hour']::interval[]) AS age
            """))
            await command.ExecuteNonQueryAsync();

        await ShowAsync(source);

        Assert.Equal(
            [
                ("documents/created", 3), ("documents/retry", 0), ("documents/active", 0),
                ("webhooks/created", 0), ("webhooks/retry", 0), ("webhooks/active", 0),
            ],
            _seen.Where(point => point.Name == "spade.queue.jobs").Select(point => (point.Tags, (int)point.Value)));
        var oldest = _seen.Where(point => point.Name == "spade.queue.wait.oldest").ToDictionary(point => point.Tags, point => point.Value);
        Assert.InRange(oldest["documents"], 90, 150);
        Assert.Equal(0, oldest["webhooks"]);
    }

    [Theory]
    [InlineData("retry", "start_after = now() + interval '5 s'")]
    [InlineData("active", "node_id = gen_random_uuid(), claimed_at = now()")]
    public async Task They_show_the_age_of_a_job_that_is_tried_again_or_runs(string state, string change)
    {
        var database = await (await SharedPostgres.GetAsync()).CreateMigratedDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using (var command = source.CreateCommand($"""
            INSERT INTO queues (name) VALUES ('documents'), ('webhooks');
            INSERT INTO jobs (id, queue, payload, retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff, created_at)
            SELECT gen_random_uuid(), 'documents', jsonb_build_object('age', age), 2, 1000, 300000, true, now() - age
            FROM unnest(ARRAY['700 s', '20 s']::interval[]) AS age;
            UPDATE jobs SET state = '{state}', {change} WHERE created_at < now() - interval '1 minute'
            """))
            await command.ExecuteNonQueryAsync();

        await ShowAsync(source);

        var ages = _seen.Where(point => point.Name == "spade.queue.age.oldest").ToDictionary(point => point.Tags, point => point.Value);
        Assert.InRange(ages["documents"], 700, 760);
        Assert.Equal(0, ages["webhooks"]);
        Assert.InRange(_seen.Single(point => point is { Name: "spade.queue.wait.oldest", Tags: "documents" }).Value, 0, 60);
    }

    [Fact]
    public async Task They_show_a_process_that_ended_for_five_minutes_and_for_an_hour_one_that_died_without_a_word()
    {
        var database = await (await SharedPostgres.GetAsync()).CreateMigratedDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await AddAsync(source, 1, "cut", "10 s", "4, 1, 2, 0.9");
        // Its last heartbeat, and nothing was alive to notice for half an hour.
        await AddAsync(source, 2, "crashed", "31 minutes", "NULL, NULL, NULL, NULL");
        await AddAsync(source, 5, "unknown", "61 minutes", "NULL, NULL, NULL, NULL");
        await AddAsync(source, 3, "stopped", "6 minutes", "1, 0, 0, 0.1");
        await AddAsync(source, 4, "running", null, "NULL, NULL, NULL, NULL");

        await ShowAsync(source);

        Assert.Equal([Point("ended", 1, "cut", 1), Point("ended", 2, "crashed", 1)], Of("spade.restarts.ended"));
        Assert.Equal(
            [Point("work", 1, "aborted", 2), Point("work", 1, "finished", 4), Point("work", 1, "handed_over", 1)],
            Of("spade.restarts.work"));
        Assert.Equal(0.9, Assert.Single(_seen, point => point.Name == "spade.restarts.budget.used").Value);
        Assert.Equal(20, Assert.Single(_seen, point => point.Name == "spade.restarts.duration").Value, 0.001);
    }

    private static (string, string, double) Point(string what, int node, string word, double value) =>
        ($"spade.restarts.{what}", $"spade-api/00000000-0000-0000-0000-00000000000{node}/{word}", value);

    private IEnumerable<(string, string, double)> Of(string name) => _seen.Where(point => point.Name == name)
        .Select(point => (point.Name, point.Tags, point.Value)).OrderBy(point => point.Tags, StringComparer.Ordinal);

    private static async Task AddAsync(NpgsqlDataSource source, int node, string state, string? ended, string facts)
    {
        var end = ended is null ? "NULL" : $"now() - interval '{ended}'";
        var hasReport = state is "cut" or "stopped";
        await using var command = source.CreateCommand($"""
            INSERT INTO restarts (node_id, service, version, host, process_id, started_at, state, ended_at, signalled_at,
                                  exit_code_intended, finished, handed_over, aborted, budget_used)
            VALUES ('00000000-0000-0000-0000-00000000000{node}', 'spade-api', '1', 'a', 1, now() - interval '1 hour', '{state}', {end},
                    {(hasReport ? $"{end} - interval '20 s'" : "NULL")}, {(hasReport ? "0" : "NULL")}, {facts})
            """);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads the database and collects the gauges.</summary>
    private async Task ShowAsync(NpgsqlDataSource source)
    {
        var metrics = new OperationsMetrics(Meters);
        using var listener = Listen();
        metrics.Show(await new OperationsStore(source).ReadAsync(CancellationToken.None));
        listener.RecordObservableInstruments();
    }

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == OperationsTelemetry.Name && instrument.Meter.Scope == Meters)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _seen.Add((instrument.Name, value, Words(tags))));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _seen.Add((instrument.Name, value, Words(tags))));
        listener.Start();
        return listener;
    }

    private static string Words(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join('/', tags.ToArray().Select(tag => tag.Value));
}
