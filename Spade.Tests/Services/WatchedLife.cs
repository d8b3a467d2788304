using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Spade.Tests.Infrastructure;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Services;

/// <summary>Everything that the services do, from the first start on an empty database to the last stop on a large one. The server has
/// its defaults and records every statement and every plan.</summary>
public sealed partial class WatchedLife : IAsyncLifetime
{
    /// <summary>Digits of a cost that no sensible plan here reaches. PostgreSQL adds a huge cost to disabled plan nodes.</summary>
    private const int AbsurdDigits = 10;

    private readonly TestPostgres _server = new()
    {
        Settings =
        [
            "shared_preload_libraries=pg_stat_statements,auto_explain", "pg_stat_statements.track=all", "auto_explain.log_min_duration=0",
        ],
    };

    /// <summary>The services' statements that PostgreSQL compiled, each with the number of functions and of calls.</summary>
    public IReadOnlyList<string> Compiled { get; private set; } = [];

    /// <summary>How many different statements the services sent.</summary>
    public long Statements { get; private set; }

    /// <summary>The plans, each with its statement, whose cost is absurd.</summary>
    public IReadOnlyList<string> AbsurdPlans { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await using var statements = NpgsqlDataSource.Create(_server.ConnectionString);
        await using (var extension = statements.CreateCommand("CREATE EXTENSION pg_stat_statements"))
            await extension.ExecuteNonQueryAsync();

        await using (var system = await SpadeSystem.CreateEmptyAsync(_server))
        {
            // The test's own statements are not under test.
            await using var own = NpgsqlDataSource.Create($"{system.ConnectionString};Options=-c jit=off");
            await BeginAsync(system);
            await GrowAsync(own);
            await WorkAsync(system, own);
        }
        Compiled = await CompiledAsync(statements);
        await using var count = statements.CreateCommand($"SELECT count(*) FROM pg_stat_statements WHERE {OfServices}");
        Statements = (long)(await count.ExecuteScalarAsync())!;
        AbsurdPlans = ReadAbsurdPlans(await File.ReadAllTextAsync(_server.LogFile));
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    /// <summary>The first start creates the schema.</summary>
    private static async Task BeginAsync(SpadeSystem system)
    {
        var api = system.LaunchApi(Patient(system));
        await system.LaunchWorkingAsync(Patient(system));
        await api.ReadyAsync();
        system.SendRequestsTo(await api.AddressAsync());
        await ReadAsync(system, Samples.OnePage);
        await StopAsync(system.Services);
        Assert.Equal(0, (await system.LaunchMigration().WaitForExitAsync()).Code);
    }

    /// <summary>PostgreSQL compiles a statement because of its estimated cost, which comes from statistics. Made-up statistics of a year's
    /// tables take seconds, real rows many minutes. Three thousand jobs are old enough to be pruned.</summary>
    private static Task GrowAsync(NpgsqlDataSource own) => ExecuteAsync(
        own,
        """
        INSERT INTO jobs (id, queue, state, payload,
                          retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff, claimed_at, finished_at)
        SELECT gen_random_uuid(), 'documents', 'completed', '{}', 2, 1000, 300000, true, now(),
               now() - CASE WHEN n <= 3000 THEN interval '8 days' ELSE n * interval '1 second' END
        FROM generate_series(1, 50000) AS n;
        INSERT INTO documents (id, content_type, size, sha256, language, dpi,
                               status, pages_total, pages_done, created_at, started_at, completed_at)
        SELECT encode(sha256(n::text::bytea), 'hex'), 'image/png', 1, encode(sha256(n::text::bytea), 'hex'), 'eng', 300, 'completed', 1, 1,
               now() - n * interval '1 second', now(), now()
        FROM generate_series(1, 50000) AS n;
        INSERT INTO pages (document_id, number, text, begun, begun_at, finished_at) SELECT id, 1, 'text', 1, now(), now() FROM documents
        ON CONFLICT DO NOTHING;
        INSERT INTO document_chunks (document_id, number, data) SELECT id, 0, 'data' FROM documents ON CONFLICT DO NOTHING;
        INSERT INTO document_events (document_id, id, kind, data) SELECT id, 1, 'status', '{"status": "completed"}' FROM documents
        ON CONFLICT DO NOTHING;
        INSERT INTO restarts (node_id, service, version, host, process_id, state, started_at, ended_at)
        SELECT gen_random_uuid(), 'spade-worker', '1', 'host', n, 'crashed', now() - n * interval '1 second', now()
        FROM generate_series(1, 50000) AS n;

        ALTER TABLE jobs SET (autovacuum_enabled = false);
        ALTER TABLE documents SET (autovacuum_enabled = false);
        ALTER TABLE pages SET (autovacuum_enabled = false);
        ALTER TABLE document_chunks SET (autovacuum_enabled = false);
        ALTER TABLE document_events SET (autovacuum_enabled = false);
        ALTER TABLE restarts SET (autovacuum_enabled = false);
        VACUUM ANALYZE jobs, documents, pages, document_chunks, document_events, restarts;
        UPDATE pg_class SET reltuples = reltuples * 200
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i') AND reltuples >= 50000;
        """);

    private static async Task WorkAsync(SpadeSystem system, NpgsqlDataSource own)
    {
        var api = system.LaunchApi(Patient(system));
        var worker = await system.LaunchWorkingAsync(Patient(system));
        var victim = await system.LaunchWorkingAsync(Patient(system));
        await api.ReadyAsync();
        system.SendRequestsTo(await api.AddressAsync());

        victim.Send(Signals.Kill);
        await ReadAsync(system, Samples.OnePage, "?pages=1");
        await FailAsync(system);
        await AskAsync(system);
        await PauseAsync(system);
        await ReleaseAsync(system, worker);

        await HoldsAsync(
            own, "the killed worker is in the ledger", "SELECT EXISTS (SELECT FROM restarts WHERE state = 'crashed' AND version <> '1')");
        await HoldsAsync(own, "old jobs are pruned", "SELECT NOT EXISTS (SELECT FROM jobs WHERE finished_at < now() - interval '7 days')");
        await HoldsAsync(
            own, "both nodes have been at rest for some heartbeats",
            "SELECT count(*) = 2 FROM nodes WHERE lost_at IS NULL AND heartbeat_at > started_at + interval '12 seconds'");
        await StopAsync(system.Services.Where(service => !service.Process.HasExited));
    }

    /// <summary>Statistics leave out statements that time out, as a compiled one does in the API on a busy machine.</summary>
    private static ServiceOptions Patient(SpadeSystem system) => new()
    {
        Environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__spadedb"] = $"{system.ConnectionString};Command Timeout=60",
            ["Jobs__PruneInterval"] = "00:00:01",
            ["Documents__MaxQueued"] = "1000",
        },
    };

    private static async Task ReadAsync(SpadeSystem system, Sample sample, string query = "")
    {
        var (_, document) = await system.UploadAsync(sample.FilePath, query);
        await system.CompletedAsync(Id(document));
        await system.TextAsync(Id(document));
        await system.Api.GetStringAsync(new Uri($"/documents/{Id(document)}/events", UriKind.Relative));
    }

    private static async Task FailAsync(SpadeSystem system)
    {
        var (_, document) = await system.UploadBytesAsync(Encoding.ASCII.GetBytes("%PDF-1.7\nand nothing more"));
        await Eventually.HoldsAsync(
            "a broken document has failed",
            async () => (await system.GetAsync(Id(document), wait: 20)).GetProperty("status").GetString() == "failed");
        // The same upload starts the failed document again.
        await system.UploadBytesAsync(Encoding.ASCII.GetBytes("%PDF-1.7\nand nothing more"));
    }

    private static async Task AskAsync(SpadeSystem system)
    {
        string[] questions =
        [
            "/documents?limit=2",
            "/documents?status=queued", "/documents?status=running", "/documents?status=completed", "/documents?status=failed",
            "/queues", "/languages", "/restarts", $"/documents/{new string('0', 64)}", "/health/ready",
        ];
        foreach (var question in questions)
        {
            using var answer = await system.Api.GetAsync(new Uri(question, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotFound, $"{question}: {answer.StatusCode}");
        }
    }

    private static async Task PauseAsync(SpadeSystem system)
    {
        await PostAsync(system, "/queues/documents/pause");
        var (_, document) = await system.UploadAsync(Samples.ThreePages.FilePath);
        using (var answer = await system.Api.DeleteAsync(new Uri($"/documents/{Id(document)}", UriKind.Relative)))
            answer.EnsureSuccessStatusCode();
        await PostAsync(system, "/queues/documents/resume");
    }

    /// <summary>Stops a worker in the middle of a document; another worker continues it.</summary>
    private static async Task ReleaseAsync(SpadeSystem system, Service worker)
    {
        var (_, document) = await system.UploadAsync(Samples.TwentyPages.FilePath, "?pages=1-6");
        await system.PagesDoneAsync(Id(document), 1);
        worker.Terminate();
        await system.LaunchWorkingAsync(Patient(system));
        await system.PagesDoneAsync(Id(document), 4);
        using var answer = await system.Api.DeleteAsync(new Uri($"/documents/{Id(document)}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    private static async Task StopAsync(IEnumerable<Service> services)
    {
        var living = services.ToList();
        foreach (var service in living)
            service.Terminate();
        foreach (var service in living)
            Assert.Equal(0, (await service.WaitForExitAsync()).Code);
    }

    private static async Task PostAsync(SpadeSystem system, string path)
    {
        using var answer = await system.Api.PostAsync(new Uri(path, UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
    }

    private static string Id(System.Text.Json.JsonElement document) => document.GetProperty("id").GetString()!;

    private static Task HoldsAsync(NpgsqlDataSource own, string what, string sql) => Eventually.HoldsAsync(
        what,
        async () =>
        {
            await using var command = own.CreateCommand(sql);
            return await command.ExecuteScalarAsync() is true;
        },
        TimeSpan.FromMinutes(2),
        every: TimeSpan.FromMilliseconds(250));

    private static async Task ExecuteAsync(NpgsqlDataSource own, string sql)
    {
        // One statement at a time: VACUUM cannot run in a transaction.
        foreach (var statement in sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = own.CreateCommand(statement);
            command.CommandTimeout = 300;
            await command.ExecuteNonQueryAsync();
        }
    }

    private const string OfServices = "dbid <> (SELECT oid FROM pg_database WHERE datname = current_database())";

    private static async Task<List<string>> CompiledAsync(NpgsqlDataSource statements)
    {
        await using var command = statements.CreateCommand(
            "SELECT query, jit_functions, calls FROM pg_stat_statements "
            + $"WHERE {OfServices} AND jit_functions > 0 ORDER BY jit_functions DESC");
        await using var reader = await command.ExecuteReaderAsync();
        var compiled = new List<string>();
        while (await reader.ReadAsync())
            compiled.Add($"{reader.GetInt64(1)} functions in {reader.GetInt64(2)} calls of {reader.GetString(0)}");
        return compiled;
    }

    /// <summary>One plan for each statement: its plans differ only in their parameters.</summary>
    private static List<string> ReadAbsurdPlans(string log) =>
    [
        .. EntryStart().Split(log).Where(entry => entry.Contains("  plan:\n", StringComparison.Ordinal))
            .Where(entry => Cost().Matches(entry).Any(cost => cost.Groups[1].Length >= AbsurdDigits))
            .DistinctBy(entry => entry[entry.IndexOf("Query Text:", StringComparison.Ordinal)..].Split('\n')[0]),
    ];

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d ", RegexOptions.Multiline)]
    private static partial Regex EntryStart();

    [GeneratedRegex(@"\(cost=\d+\.\d+\.\.(\d+)\.")]
    private static partial Regex Cost();
}
