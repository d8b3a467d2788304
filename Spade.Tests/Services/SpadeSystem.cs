using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Services;

/// <summary>The API and the worker, any number of each, as processes with a database of the test.</summary>
internal sealed class SpadeSystem : IAsyncDisposable
{
    /// <summary>More pages than any document has, to wait for its completion.</summary>
    private const int Ended = int.MaxValue;

    /// <summary>A page takes a second or two of a core, which parallel tests with clients at full speed use as well.</summary>
    private static readonly TimeSpan PagePatience = TimeSpan.FromMinutes(2);

    private readonly List<Service> _services = [];
    private readonly IReadOnlyDictionary<string, string> _telemetry;
    private readonly NpgsqlDataSource _database;

    private SpadeSystem(string connectionString, IReadOnlyDictionary<string, string>? telemetry)
    {
        ConnectionString = connectionString;
        _telemetry = telemetry ?? new Dictionary<string, string>();
        _database = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    /// <summary>All services that were started, including those that have ended.</summary>
    public IReadOnlyList<Service> Services => _services;

    /// <summary>The target of this class's requests: the first API, or the address given to <see cref="SendRequestsTo"/>.</summary>
    public HttpClient Api { get; private set; } = null!;

    /// <summary>Creates the database, with its schema, and starts nothing.</summary>
    public static async Task<SpadeSystem> CreateAsync(TestPostgres postgres, IReadOnlyDictionary<string, string>? telemetry = null) =>
        new(await postgres.CreateMigratedDatabaseAsync(), telemetry);

    /// <summary>Creates an empty database, for services that migrate it themselves, and starts nothing.</summary>
    public static async Task<SpadeSystem> CreateEmptyAsync(TestPostgres postgres) => new(await postgres.CreateDatabaseAsync(), null);

    /// <summary>Starts the API and waits until it is ready.</summary>
    public static async Task<SpadeSystem> StartAsync(
        TestPostgres postgres, IReadOnlyDictionary<string, string>? telemetry = null, ServiceOptions? api = null)
    {
        var system = await CreateAsync(postgres, telemetry);
        var replica = system.LaunchApi(api);
        await replica.ReadyAsync();
        system.SendRequestsTo(await replica.AddressAsync());
        return system;
    }

    /// <summary>Sends the requests of this class to another address, for example a balancer's.</summary>
    public void SendRequestsTo(Uri address)
    {
        Api?.Dispose();
        Api = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(90) };
    }

    /// <summary>Starts a replica of the API and returns at once.</summary>
    public Service LaunchApi(ServiceOptions? options = null) =>
        Launch(BuildOutput.Of("Spade.Api"), "spade-api", options ?? ServiceOptions.None);

    /// <summary>Starts a worker and returns at once.</summary>
    public Service LaunchWorker(ServiceOptions? options = null) =>
        Launch(BuildOutput.Of("Spade.Worker"), "spade-worker", options ?? ServiceOptions.None);

    /// <summary>Starts <c>Spade.Worker migrate</c> and returns at once.</summary>
    public Service LaunchMigration() => Launch(BuildOutput.Of("Spade.Worker"), "migrate", ServiceOptions.None, "migrate");

    /// <summary>Starts the test worker, whose handlers misbehave on demand, and waits until it takes part in the queue.</summary>
    public async Task<Service> LaunchTestWorkerAsync(ServiceOptions? options = null)
    {
        var worker = Launch(BuildOutput.TestWorker, "test-worker", options ?? ServiceOptions.None);
        await worker.Process.WaitForLineAsync("has its session", Timeouts.Start);
        return worker;
    }

    /// <summary>Starts a worker and waits until it takes part in the queue.</summary>
    public async Task<Service> LaunchWorkingAsync(ServiceOptions? options = null)
    {
        var worker = LaunchWorker(options);
        await worker.Process.WaitForLineAsync("has its session", Timeouts.Start);
        return worker;
    }

    /// <summary>Starts a worker and waits until it takes part in the queue.</summary>
    public async Task<ChildProcess> StartWorkerAsync() => (await LaunchWorkingAsync()).Process;

    /// <summary>Starts a worker and returns at once.</summary>
    public ChildProcess StartWorker() => LaunchWorker().Process;

    public async Task<(HttpStatusCode Status, JsonElement Document)> UploadAsync(string path, string query = "")
    {
        await using var file = File.OpenRead(path);
        using var form = new MultipartFormDataContent { { new StreamContent(file), "file", Path.GetFileName(path) } };
        using var response = await Api.PostAsync(new Uri($"/documents{query}", UriKind.Relative), form);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Uploads bytes unchanged.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Document)> UploadBytesAsync(byte[] scan)
    {
        using var body = new ByteArrayContent(scan);
        using var response = await Api.PostAsync(new Uri("/documents", UriKind.Relative), body);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Inserts jobs for the test worker without the client: no notification is sent, and a poll finds them.</summary>
    public Task EnqueueAsync(string queue, object payload, int count = 1) => ExecuteAsync(
        """
        INSERT INTO jobs (id, queue, payload, retry_limit, retry_delay_ms, retry_delay_max_ms, retry_backoff)
        SELECT gen_random_uuid(), $1, $2::jsonb, 2, 1000, 300000, true FROM generate_series(1, $3)
        """,
        queue, JsonSerializer.Serialize(payload), count);

    /// <summary>The service that runs the only active job.</summary>
    public async Task<Service> OwnerAsync()
    {
        var process = await ScalarAsync<int>("SELECT process_id FROM nodes JOIN jobs ON jobs.node_id = nodes.id WHERE state = 'active'");
        return _services.Single(service => service.Process.Id == process);
    }

    public Task<JsonElement> GetAsync(string id, int wait = 0) =>
        Api.GetFromJsonAsync<JsonElement>($"/documents/{id}?wait={wait}");

    public Task<string> TextAsync(string id) => Api.GetStringAsync(new Uri($"/documents/{id}/text", UriKind.Relative));

    /// <summary>Waits until this many pages of the document are done or it is completed; without a limit as long as pages come.</summary>
    public Task PagesDoneAsync(string id, int pages) => ProgressAsync(id, pages, wait: 0);

    /// <summary>Waits until the document is completed; without a limit as long as pages come.</summary>
    public async Task<JsonElement> CompletedAsync(string id)
    {
        await ProgressAsync(id, Ended, wait: 20);
        return await GetAsync(id);
    }

    /// <summary>Drops the test's own connections, which a restart of the server has broken.</summary>
    public void ForgetConnections() => _database.Clear();

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = _database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = _database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"No row: {sql}"));
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        foreach (var service in _services)
            await service.Process.DisposeAsync();
        await _database.DisposeAsync();
    }

    private Service Launch(string assembly, string name, ServiceOptions options, params string[] arguments)
    {
        var environment = new Dictionary<string, string?>
        {
            ["ConnectionStrings__spadedb"] = ConnectionString,
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["OTEL_SERVICE_NAME"] = name,
            // Load tests upload more than may wait by default.
            ["Documents__MaxQueued"] = "0",
        };
        foreach (var (variable, value) in _telemetry.Concat(options.Environment))
            environment[variable] = value;
        if (options.PathPrefix is { } folder)
            environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        var started = TimeProvider.System.GetUtcNow();
        var process = options.Confinement is { } root
            ? StartConfined(root, assembly, environment, arguments)
            : ChildProcess.StartDotnet(assembly, environment, arguments);
        var service = new Service($"{name} {_services.Count + 1}", process, started);
        _services.Add(service);
        return service;
    }

    /// <summary>Each program replaces itself with the next by exec, so signals reach the service itself.</summary>
    private static ChildProcess StartConfined(
        string root, string assembly, IReadOnlyDictionary<string, string?> environment, IReadOnlyList<string> arguments) =>
        ChildProcess.Start(
        "unshare", environment,
        ["--mount", "sh", Path.Combine(AppContext.BaseDirectory, "Confinement", "confine.sh"), root, Path.GetDirectoryName(assembly)!,
        "dotnet", $"/mnt/{Path.GetFileName(assembly)}", .. arguments]);

    private Task ProgressAsync(string id, int wanted, int wait) => Eventually.GrowsToAsync(
        $"pages of {id} done",
        wanted,
        async () =>
        {
            using var answer = await Api.GetAsync(new Uri($"/documents/{id}?wait={wait}", UriKind.Relative));
            // The API answers 503 when a busy machine does not connect in time; the next poll asks again.
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                return -1;
            var document = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
            var status = document.GetProperty("status").GetString();
            Assert.False(status is "failed" or "cancelled", document.ToString());
            return status == "completed" ? Ended : document.GetProperty("pagesDone").GetInt32();
        },
        PagePatience,
        every: TimeSpan.FromMilliseconds(200));
}
