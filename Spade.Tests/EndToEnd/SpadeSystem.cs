using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.EndToEnd;

/// <summary>The real thing: the API and the worker as processes of their own, on a database of the test's.</summary>
internal sealed class SpadeSystem : IAsyncDisposable
{
    private readonly List<ChildProcess> _processes = [];
    private readonly IReadOnlyDictionary<string, string> _telemetry;
    private readonly NpgsqlDataSource _database;

    private SpadeSystem(string connectionString, IReadOnlyDictionary<string, string>? telemetry)
    {
        ConnectionString = connectionString;
        _telemetry = telemetry ?? new Dictionary<string, string>();
        _database = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    public HttpClient Api { get; private set; } = null!;

    /// <summary>Starts the API and waits until it is ready.</summary>
    public static async Task<SpadeSystem> StartAsync(TestPostgres postgres, IReadOnlyDictionary<string, string>? telemetry = null)
    {
        var system = new SpadeSystem(await postgres.CreateDatabaseAsync(), telemetry);
        var api = system.Start("Spade.Api", "spade-api");
        var line = await api.WaitForLineAsync("Now listening on: ");
        var address = line[(line.IndexOf("http://", StringComparison.Ordinal))..].Trim();
        system.Api = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(90) };
        await system.ReadyAsync(system.Api);
        return system;
    }

    /// <summary>Starts a worker and waits until it takes part in the queue.</summary>
    public async Task<ChildProcess> StartWorkerAsync()
    {
        var worker = Start("Spade.Worker", "spade-worker");
        await worker.WaitForLineAsync("has its session", TimeSpan.FromSeconds(60));
        return worker;
    }

    /// <summary>Starts a worker and returns at once.</summary>
    public ChildProcess StartWorker() => Start("Spade.Worker", "spade-worker");

    public async Task<(HttpStatusCode Status, JsonElement Document)> UploadAsync(string path, string query = "")
    {
        await using var file = File.OpenRead(path);
        using var form = new MultipartFormDataContent { { new StreamContent(file), "file", Path.GetFileName(path) } };
        using var response = await Api.PostAsync(new Uri($"/documents{query}", UriKind.Relative), form);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public Task<JsonElement> GetAsync(string id, int wait = 0) =>
        Api.GetFromJsonAsync<JsonElement>($"/documents/{id}?wait={wait}");

    public Task<string> TextAsync(string id) => Api.GetStringAsync(new Uri($"/documents/{id}/text", UriKind.Relative));

    /// <summary>Waits until the document has ended well.</summary>
    public async Task<JsonElement> CompletedAsync(string id, TimeSpan? within = null)
    {
        JsonElement document = default;
        await Eventually.HoldsAsync(
            $"document {id} ends",
            async () =>
            {
                document = await GetAsync(id, wait: 20);
                return document.GetProperty("status").GetString() is "completed" or "failed" or "cancelled";
            },
            within ?? TimeSpan.FromSeconds(120));
        Assert.True(document.GetProperty("status").GetString() == "completed", document.ToString());
        return document;
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
        foreach (var process in _processes)
            await process.DisposeAsync();
        await _database.DisposeAsync();
    }

    private ChildProcess Start(string project, string service)
    {
        var environment = new Dictionary<string, string?>
        {
            ["ConnectionStrings__spadedb"] = ConnectionString,
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["OTEL_SERVICE_NAME"] = service,
        };
        foreach (var (name, value) in _telemetry)
            environment[name] = value;
        var process = ChildProcess.StartDotnet(BuildOutput.Of(project), environment);
        _processes.Add(process);
        return process;
    }

    private async Task ReadyAsync(HttpClient client) => await Eventually.HoldsAsync("the API is ready", async () =>
    {
        using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return response.IsSuccessStatusCode;
    });
}
