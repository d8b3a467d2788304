using System.Globalization;
using System.Text;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary>The rules that the chart renders, run by Prometheus' own tool.</summary>
public sealed class RuleTests
{
    private const int Restarts = 100;

    /// <summary>The pod that answers with failures, and aborts requests, before the last hour.</summary>
    private const int LongAgo = 10;

    /// <summary>The pod whose container restarts.</summary>
    private const int Resetting = 70;

    /// <summary>The pod that is killed.</summary>
    private const int Killed = 92;

    [PrometheusTheory]
    [InlineData("availability.yaml")]
    [InlineData("documents.yaml")]
    [InlineData("restarts.yaml")]
    public async Task They_pass_their_unit_tests(string file) =>
        await PassAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Kubernetes", "Rules", file)));

    [PrometheusFact]
    public async Task A_hundred_restarts_burn_nothing() => await PassAsync(RollingRestarts(aborted: 0, burnt: "0"));

    [PrometheusFact]
    public async Task Of_a_hundred_restarts_the_one_that_aborted_a_request_is_seen() =>
        // One request of those that the two services answered in the last hour, and one more.
        await PassAsync(RollingRestarts(aborted: 1, burnt: "1"));

    [PrometheusTheory]
    [InlineData("0", "{labels: '{window=\"1h\"}', value: 1}, {labels: '{window=\"6h\"}', value: 1}")]
    [InlineData("4", "{labels: '{window=\"1h\"}', value: 1}, {labels: '{window=\"6h\"}', value: 1}")]
    [InlineData("5", "")]
    public async Task One_failure_of_four_requests_pages_unless_fewer_are_to_be_ignored(string minimum, string pages) =>
        await PassAsync($$"""
            rule_files: [rules.yaml]
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
                  - series: '{{Requests(1, "200")}}'
                    values: _x90 3x20
                  - series: '{{Requests(1, "500")}}'
                    values: _x100 1x10
                promql_expr_test:
                  - expr: count by (window) (ALERTS{alertname="SpadeAvailabilityBudgetBurns", alertstate="firing", severity="page"})
                    eval_time: 103m
                    exp_samples: [{{pages}}]
            """, "--set", $"slo.minimumEvents={minimum}");

    [PrometheusFact]
    public async Task A_rule_that_is_wrong_fails_its_test()
    {
        var run = await RunAsync(RollingRestarts(aborted: 1, burnt: "0"));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("FAILED", run.Output + run.Error, StringComparison.Ordinal);
    }

    [PrometheusFact]
    public async Task Every_alert_leads_to_a_page_of_the_documentation_that_is_there()
    {
        var alerts = RenderedRules.Of(await RenderedRules.SpecAsync()).Where(rule => rule.At("alert") is not null).ToList();

        Assert.Equal(13, alerts.Count);
        Assert.All(alerts, alert =>
        {
            var docs = alert.Text("annotations", "docs")!.Split('#');
            var headings = File.ReadAllLines(Repository.PathOf(docs[0])).Where(line => line.StartsWith('#'))
                .Select(line => line.TrimStart('#').Trim().ToLowerInvariant().Replace(",", "", StringComparison.Ordinal).Replace(' ', '-'));
            Assert.Contains(docs[1], headings);
            Assert.Contains(alert.Text("labels", "severity"), new[] { "page", "ticket" });
        });
        var elsewhere = RenderedRules.Of(await RenderedRules.SpecAsync("--set", "monitoring.rules.docsUrl=https://git.example/docs/"))
            .First(rule => rule.At("alert") is not null);
        Assert.Equal("https://git.example/docs/slo.md#availability", elsewhere.Text("annotations", "docs"));
    }

    [HelmTheory]
    [InlineData("monitoring.rules.enabled=true,slo.availability.objective=90", "slo.availability.objective 90 % leaves a budget that")]
    [InlineData("slo.availability.objective=100", "/slo/availability/objective")]
    [InlineData("slo.documents.withinSeconds=700", "/slo/documents/withinSeconds")]
    [InlineData("slo.windowDays=1", "/slo/windowDays")]
    [InlineData("slo.burnRates[0].short=2h,slo.burnRates[0].long=1h,slo.burnRates[0].severity=page,slo.burnRates[0].factor=2,"
        + "monitoring.rules.enabled=true", "short 2h and long 1h: the short window must be the shorter one")]
    public async Task An_objective_that_cannot_work_is_an_error_that_names_it(string value, string expected)
    {
        var rendering = await CheckedInChart.TemplateAsync("--set", value);

        Assert.NotEqual(0, rendering.ExitCode);
        Assert.Contains(expected, rendering.Error, StringComparison.Ordinal);
    }

    /// <summary>A test of a service with two pods, one of which is replaced every minute: the old one answers until its end, the new one
    /// begins from zero, and a replica reports the end of the old one. Within the last hour one container restarts in its pod, and one pod
    /// is killed. Clients make mistakes all the time; the service made some too, but longer than an hour ago.</summary>
    /// <param name="aborted">Requests that the restart before the last one aborts.</param>
    /// <param name="burnt">What the availability of the last hour has lost, in requests.</param>
    private static string RollingRestarts(int aborted, string burnt)
    {
        var series = new StringBuilder();
        for (var pod = 0; pod < Restarts; pod++)
        {
            AddPod(series, pod);
            AddEnd(series, pod, pod switch { LongAgo => 3, Restarts - 2 => aborted, _ => 0 });
        }

        Add(series, Requests(LongAgo, "500"), LongAgo, "7+7x1 _x300");
        var burns = aborted == 0 ? "" : ", {labels: '{alertname=\"SpadeRestartBurntBudget\"}', value: 1}";
        // 59 of the pods began within the last hour: 57 with 1200 requests each, the killed one with 600, and the one whose counter began
        // again with 2000 of its 2100. One more was there before, and what it answered since is taken to be 900: increase() extends the
        // last minute of a series by half a minute.
        return string.Create(CultureInfo.InvariantCulture, $$"""
            rule_files: [rules.yaml]
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
            {{series}}
                promql_expr_test:
                  - expr: >-
                      round(sum(spade:slo_errors:ratio{slo="availability", window="1h"})
                      * (57 * 1200 + 600 + 2000 + 900 + {{aborted}}), 0.01)
                    eval_time: {{Restarts}}m
                    exp_samples: [{labels: '{}', value: {{burnt}}}]
                  - expr: count by (alertname) (ALERTS{alertstate="firing", alertname=~"SpadeRestartBurntBudget|SpadeProcessLost"})
                    eval_time: {{Restarts + 1}}m
                    exp_samples: [{labels: '{alertname="SpadeProcessLost"}', value: 1}{{burns}}]
            """);
    }

    /// <summary>The requests of a pod. It lives for two minutes, and every sample adds 600.</summary>
    private static void AddPod(StringBuilder series, int pod)
    {
        Add(series, Requests(pod, "200"), pod, pod switch
        {
            Killed => "600 _x300",
            Resetting => "600 1200 300 900 _x300",
            _ => "600+600x1 _x300",
        });
        Add(series, Requests(pod, "404"), pod, "60+60x1 _x300");
        Add(series, Requests(pod, "499"), pod, "6+6x1 _x300");
    }

    /// <summary>The end of a pod, as a replica reports it for five minutes.</summary>
    private static void AddEnd(StringBuilder series, int pod, int aborted)
    {
        var of = $"{{job=\"spade-api\", instance=\"r\", spade_restart_service=\"spade-api\", spade_restart_node=\"p{pod}\"";
        Add(series, $"spade_restarts_ended{of}, spade_restart_state=\"{(pod == Killed ? "crashed" : "stopped")}\"}}", pod + 2, "1x4 _x300");
        // It had no time to count.
        if (pod == Killed)
            return;
        foreach (var (outcome, count) in new[] { ("finished", 3), ("handed_over", 2), ("aborted", aborted) })
            Add(series, $"spade_restarts_work{of}, spade_shutdown_outcome=\"{outcome}\"}}", pod + 2, $"{count}x4 _x300");
    }

    private static string Requests(int pod, string status) =>
        $"http_server_request_duration_seconds_count{{job=\"spade-api\", instance=\"p{pod}\", http_response_status_code=\"{status}\"}}";

    private static void Add(StringBuilder series, string name, int start, string values) =>
        series.Append(CultureInfo.InvariantCulture, $"""
                  - series: '{name}'
                    values: {(start == 0 ? "" : $"_x{start} ")}{values}

            """);

    private static async Task PassAsync(string tests, params string[] values)
    {
        var run = await RunAsync(tests, values);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private static async Task<ProcessRun> RunAsync(string tests, params string[] values)
    {
        using var folder = new ChartFolder();
        await File.WriteAllTextAsync(folder.PathOf("rules.yaml"), RenderedRules.File(await RenderedRules.SpecAsync(values)));
        await File.WriteAllTextAsync(folder.PathOf("tests.yaml"), tests);
        return await ProcessRun.OfAsync("promtool", ["test", "rules", "tests.yaml"], folder.FullPath);
    }
}
