using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Spade.Rehearsal.Machine;

namespace Spade.Tests.Infrastructure;

/// <summary>A real Prometheus that scrapes processes of a test every second.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spade-test-prometheus-").FullName;
    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private PrometheusServer(IReadOnlyList<(string Job, string Instance, int Port)> targets, string rules)
    {
        var port = FreePort.Take();
        File.WriteAllText(Path.Combine(_folder, "rules.yaml"), rules);
        File.WriteAllText(Path.Combine(_folder, "prometheus.yaml"), Settings(targets));
        _client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")) };
        _process = ChildProcess.Start(
            "prometheus", new Dictionary<string, string?>(),
            $"--config.file={_folder}/prometheus.yaml", $"--storage.tsdb.path={_folder}/data",
            string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"), "--log.level=warn");
    }

    /// <summary>Why the programs of Prometheus cannot be used; null when they can.</summary>
    internal static string? Missing { get; } = Array.TrueForAll(["prometheus", "promtool"], IsOnPath)
        ? null
        : "Prometheus is not here: install it with apt-get install prometheus, or from https://prometheus.io/download.";

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="targets">What it scrapes, with the labels job and instance.</param>
    /// <param name="rules">The text of a file of rules.</param>
    internal static async Task<PrometheusServer> StartAsync(IReadOnlyList<(string Job, string Instance, int Port)> targets, string rules)
    {
        var server = new PrometheusServer(targets, rules);
        await Eventually.HoldsAsync("Prometheus is ready", server.IsReadyAsync, Timeouts.Start);
        return server;
    }

    /// <summary>The samples of an instant query.</summary>
    internal async Task<IReadOnlyList<(IReadOnlyDictionary<string, string> Labels, double Value)>> QueryAsync(string query)
    {
        using var answer = await _client.GetAsync(new Uri($"api/v1/query?query={Uri.EscapeDataString(query)}", UriKind.Relative));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, $"{query}: {body}");
        return
        [
            .. body.GetProperty("data").GetProperty("result").EnumerateArray().Select(sample => (
                (IReadOnlyDictionary<string, string>)sample.GetProperty("metric").EnumerateObject()
                    .ToDictionary(label => label.Name, label => label.Value.GetString()!),
                double.Parse(sample.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>The names of all metrics that it has stored.</summary>
    internal async Task<IReadOnlySet<string>> NamesAsync()
    {
        var body = await _client.GetFromJsonAsync<JsonElement>("api/v1/label/__name__/values");
        return body.GetProperty("data").EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Settings(IEnumerable<(string Job, string Instance, int Port)> targets)
    {
        var text = new StringBuilder("""
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [rules.yaml]
            scrape_configs:

            """);
        foreach (var job in targets.GroupBy(target => target.Job))
        {
            text.Append(CultureInfo.InvariantCulture, $"  - job_name: {job.Key}\n    static_configs:\n");
            foreach (var (_, instance, port) in job)
                text.Append(CultureInfo.InvariantCulture, $"      - {{targets: ['127.0.0.1:{port}'], labels: {{instance: {instance}}}}}\n");
        }

        return text.ToString();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"Prometheus ended with {_process.ExitCode}:\n{string.Join('\n', _process.Lines)}");
        try
        {
            using var answer = await _client.GetAsync(new Uri("-/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
