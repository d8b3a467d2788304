using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spade.Rehearsal.Machine;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Kubernetes;

/// <summary>The dashboard and the rules against a real Prometheus that scrapes real services.</summary>
public sealed partial class DashboardTests
{
    /// <summary>What a process writes with its last flush. Only a collector receives it.</summary>
    private const string OnlyPushed = "spade_shutdown_work_total";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    [PrometheusFact]
    public async Task Every_query_is_answered_by_two_APIs_and_two_workers_that_were_restarted_and_killed()
    {
        using var tesseract = new TesseractShim(TimeSpan.FromSeconds(1));
        await using var system = await SpadeSystem.CreateAsync(await SharedPostgres.GetAsync());
        var targets = new List<(string Job, string Instance, int Port)>();
        var apis = Enumerable.Range(0, 3).Select(_ => system.LaunchApi(Scraped("spade-api"))).ToList();
        var quick = tesseract.Options.With(ServiceOptions.Quick);
        var workers = Enumerable.Range(0, 3).Select(_ => system.LaunchWorker(quick.With(Scraped("spade-worker")))).ToList();
        foreach (var service in apis.Concat(workers))
            await service.ReadyAsync();
        var objects = await RenderedRules.ObjectsAsync();
        var spec = objects.Single(manifest => manifest.Kind == "PrometheusRule").Root.Map("spec");
        await using var prometheus = await PrometheusServer.StartAsync(targets, RenderedRules.File(spec, interval: "1s"));
        system.SendRequestsTo(await apis[0].AddressAsync());

        await RestartOneAndKillOneAsync(system, apis[2]);

        var queries = Queries(objects.Single(manifest => manifest.Name == "spade-dashboard")).ToList();
        Assert.True(queries.Count > 20, $"The dashboard has {queries.Count} queries");
        foreach (var query in queries)
            await Eventually.HoldsAsync(query, async () => (await prometheus.QueryAsync(query)).Count > 0, Patience, Interval);
        await CheckNamesAsync(prometheus, queries.Concat(RenderedRules.Of(spec).Select(rule => rule.Text("expr")!)));
        await CheckValuesAsync(prometheus);

        ServiceOptions Scraped(string job)
        {
            var port = FreePort.Take();
            targets.Add((job, $"{job}-{targets.Count}", port));
            return new ServiceOptions().With("OTEL_EXPORTER_PROMETHEUS_PORT", port.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>One API stops in order, and the worker with a document is killed; another one finishes it.</summary>
    private static async Task RestartOneAndKillOneAsync(SpadeSystem system, Service api)
    {
        var (_, first) = await system.UploadAsync(Samples.ThreePages.FilePath);
        await system.CompletedAsync(first.GetProperty("id").GetString()!);
        var (_, second) = await system.UploadAsync(Samples.TwentyPages.FilePath);
        var id = second.GetProperty("id").GetString()!;
        await system.PagesDoneAsync(id, 2);
        (await system.OwnerAsync()).Send(Signals.Kill);
        api.Terminate();
        Assert.Equal(0, (await api.WaitForExitAsync()).Code);
        await system.CompletedAsync(id);
    }

    private static async Task CheckNamesAsync(PrometheusServer prometheus, IEnumerable<string> queries)
    {
        var known = await prometheus.NamesAsync();
        var used = queries.SelectMany(query => MetricName().Matches(query)).Select(name => name.Value).Distinct().Except([OnlyPushed]);
        Assert.Empty(used.Except(known));
    }

    private static async Task CheckValuesAsync(PrometheusServer prometheus)
    {
        await EqualsAsync("sum(spade:slo_errors:ratio{slo=\"availability\", window=\"5m\"})", 0);
        await EqualsAsync("sum(spade:slo_budget_left:ratio{slo=\"availability\"})", 1);
        await EqualsAsync("sum(spade:slo_budget_left:ratio{slo=\"documents\"})", 1);
        foreach (var state in new[] { "stopped", "crashed" })
        {
            await EqualsAsync(
                $"count(max by (spade_restart_node) (last_over_time(spade_restarts_ended{{spade_restart_state=\"{state}\"}}[30m])))", 1);
        }

        // Each of the two documents by the worker that ended it.
        await EqualsAsync("sum(last_over_time(spade_documents_duration_seconds_count{spade_document_outcome=\"completed\"}[30m]))", 2);
        // The killed worker is lost, and the API that stopped has burnt nothing.
        Assert.Equal(
            ["SpadeProcessLost"],
            (await prometheus.QueryAsync("ALERTS{alertstate=\"firing\"}")).Select(alert => alert.Labels["alertname"]).Distinct());
        // A scrape is no request, and neither is a probe.
        Assert.Empty(await prometheus.QueryAsync("http_server_request_duration_seconds_count{http_route=~\"/metrics|/health.*\"}"));

        Task EqualsAsync(string query, double value) => Eventually.HoldsAsync(
            $"{query} is {value}",
            async () => (await prometheus.QueryAsync(query)).Select(sample => sample.Value).SequenceEqual([value]),
            Patience, Interval);
    }

    /// <summary>The queries of all panels, with Grafana's variables as they are for a short time.</summary>
    private static IEnumerable<string> Queries(Manifest dashboard) =>
        from panel in JsonElement.Parse(dashboard.Root.Text("data", "spade.json")!).GetProperty("panels").EnumerateArray()
        where panel.TryGetProperty("targets", out _)
        from target in panel.GetProperty("targets").EnumerateArray()
        select target.GetProperty("expr").GetString()!
            .Replace("$__rate_interval", "5m", StringComparison.Ordinal).Replace("$__range", "1h", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(spade_\w+|http_server_\w+)(?=[\[{])")]
    private static partial Regex MetricName();
}
