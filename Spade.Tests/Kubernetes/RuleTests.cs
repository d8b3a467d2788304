using System.Globalization;
using System.Text;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary>The rules that the chart renders, run by Prometheus' own tool.</summary>
public sealed class RuleTests
{
    private const int Restarts = 100;

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

        Assert.Equal(12, alerts.Count);
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
    /// begins from zero, and a replica reports the end of the old one.</summary>
    /// <param name="aborted">Requests that the restart before the last one aborts.</param>
    /// <param name="burnt">What the availability of the last hour has lost, in requests.</param>
    private static string RollingRestarts(int aborted, string burnt)
    {
        var series = new StringBuilder();
        for (var pod = 0; pod < Restarts; pod++)
        {
            // A pod lives for two minutes and reports the ledger all the time; every sample of a counter adds 600 requests.
            Add($"http_server_request_duration_seconds_count{{job=\"spade-api\", instance=\"p{pod}\", http_response_status_code=\"200\"}}",
                pod, "600+600x1 _x300");
            foreach (var (outcome, count) in new[] { ("finished", 3), ("aborted", pod == Restarts - 2 ? aborted : 0) })
            {
                Add($"spade_restarts_work{{job=\"spade-api\", instance=\"r\", spade_restart_service=\"spade-api\", "
                    + $"spade_restart_node=\"p{pod}\", spade_shutdown_outcome=\"{outcome}\"}}", pod + 2, $"{count}x4 _x300");
            }

            Add($"spade_restarts_ended{{job=\"spade-api\", instance=\"r\", spade_restart_service=\"spade-api\", "
                + $"spade_restart_node=\"p{pod}\", spade_restart_state=\"stopped\"}}", pod + 2, "1x4 _x300");
        }

        var fires = aborted == 0 ? "" : "exp_samples: [{labels: '{alertname=\"SpadeRestartBurntBudget\"}', value: 1}]";
        // 59 of the pods began within the last hour, with 1200 requests each. One more was there before, and what it answered since is
        // taken to be 900: increase() extends the last minute of a series by half a minute.
        return string.Create(CultureInfo.InvariantCulture, $$"""
            rule_files: [rules.yaml]
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
            {{series}}
                promql_expr_test:
                  - expr: round(sum(spade:slo_errors:ratio{slo="availability", window="1h"}) * (59 * 1200 + 900 + {{aborted}}), 0.1)
                    eval_time: {{Restarts}}m
                    exp_samples: [{labels: '{}', value: {{burnt}}}]
                  - expr: count by (alertname) (ALERTS{alertstate="firing", alertname=~"SpadeRestartBurntBudget|SpadeProcessLost"})
                    eval_time: {{Restarts + 1}}m
                    {{fires}}
            """);

        void Add(string name, int start, string values) => series.Append(CultureInfo.InvariantCulture, $"""
                  - series: '{name}'
                    values: {(start == 0 ? "" : $"_x{start} ")}{values}

            """);
    }

    private static async Task PassAsync(string tests)
    {
        var run = await RunAsync(tests);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private static async Task<ProcessRun> RunAsync(string tests)
    {
        using var folder = new ChartFolder();
        await File.WriteAllTextAsync(folder.PathOf("rules.yaml"), RenderedRules.File(await RenderedRules.SpecAsync()));
        await File.WriteAllTextAsync(folder.PathOf("tests.yaml"), tests);
        return await ProcessRun.OfAsync("promtool", ["test", "rules", "tests.yaml"], folder.FullPath);
    }
}
