using System.Globalization;
using System.Text.RegularExpressions;
using Spade.Rehearsal.Checks;
using Spade.Tests.Kubernetes;
using Spade.Worker.Recognition;
using YamlDotNet.RepresentationModel;

namespace Spade.Tests.Docs;

/// <summary>The numbers of <c>docs/slo.md</c> are those of the section <c>slo</c> of the chart's values.</summary>
public sealed partial class SloNumberTests
{
    private const double RequestsPerSecond = 10;

    private static readonly string Page = RepositoryFiles.Read("docs/slo.md");
    private static readonly YamlNode Slo = Manifest.Parse(RepositoryFiles.Read("manifests/values.yaml"))[0].Root.At("slo")!;

    private static int Days => Slo.Number("windowDays");

    [Fact]
    public void The_objective_and_the_budget_of_availability_are_those_of_the_chart()
    {
        var objective = Number(Slo.Text("availability", "objective")!);
        var budget = (100 - objective) / 100;
        var minutes = Days * 24 * 60 * budget;
        var requests = Days * 24 * 60 * 60 * RequestsPerSecond * budget;

        Assert.Contains(Text($"**Objective.** {objective} % over a sliding {Days} days."), Page, StringComparison.Ordinal);
        Assert.Contains(
            Text($"**Budget.** {budget * 100:0.###} %: one request in a thousand, or {minutes:0} minutes in which every request fails. ")
                + Text($"At {RequestsPerSecond} requests a second, {requests:#,##0} requests."),
            Page, StringComparison.Ordinal);
        Assert.Equal(1000, 1 / budget, 0.001);
        Assert.Contains(Text($"share of bad requests to compare with `{budget:0.######}`"), Page, StringComparison.Ordinal);
        Assert.All(LongWindow().Matches(Page), window => Assert.Equal(Text($"[{Days}d]"), window.Value));
    }

    [Fact]
    public void A_rehearsal_counts_in_the_same_budget()
    {
        Assert.Equal(ErrorBudget.Objective, Number(Slo.Text("availability", "objective")!) / 100, 1e-9);
        Assert.Equal(TimeSpan.FromDays(Days), ErrorBudget.Window);
    }

    [Fact]
    public void The_objective_of_documents_is_that_of_the_chart()
    {
        var (objective, seconds) = (Number(Slo.Text("documents", "objective")!), Slo.Number("documents", "withinSeconds"));

        Assert.Contains(Text($"**Objective.** {objective} % over {Days} days."), Page, StringComparison.Ordinal);
        Assert.Contains(Text($"reached `completed` or `failed` within {seconds / 60} minutes"), Page, StringComparison.Ordinal);
        Assert.Contains(
            Text($"coalesce(job.created_at, document.created_at) <= interval '{seconds / 60} minutes'"), Page, StringComparison.Ordinal);
        Assert.Contains(
            Text($"now() - interval '{Days} days' AND now() - interval '{seconds / 60} minutes'"), Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_of_alerts_has_every_burn_rate()
    {
        var rows = Slo.List("burnRates").Select(rate =>
        {
            var factor = Number(rate.Text("factor")!);
            var used = factor * Hours(rate.Text("long")!) / (Days * 24);
            return Text($"| {rate.Text("severity")} | {factor} | {rate.Text("long")} | {rate.Text("short")} | ")
                + Text($"{used * 100:0.0} % of the budget |");
        }).ToList();

        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.Contains(row, Page.Split('\n')));
    }

    [Fact]
    public void The_query_of_documents_and_the_metric_take_the_same_failures_for_the_service_s()
    {
        var listed = Faults().Match(Page).Groups["types"].Value.Split(',').Select(type => type.Trim().Trim('\'')).ToHashSet();

        Assert.Equal(DocumentTimes.ServiceFaults.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_time_that_the_chart_accepts_for_documents_is_a_bucket_of_the_metric()
    {
        var accepted = System.Text.Json.JsonElement.Parse(RepositoryFiles.Read("manifests/values.schema.json"))
            .GetProperty("properties").GetProperty("slo").GetProperty("properties").GetProperty("documents").GetProperty("properties")
            .GetProperty("withinSeconds").GetProperty("enum").EnumerateArray().Select(second => second.GetDouble());

        Assert.Empty(accepted.Except(DocumentTimes.Buckets));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static double Hours(string window) => Number(window[..^1]) * (window[^1] switch { 'd' => 24, 'h' => 1, _ => 1 / 60.0 });

    [GeneratedRegex(@"\[\d+d\]")]
    private static partial Regex LongWindow();

    [GeneratedRegex(@"coalesce\(document\.error_type, ''\) NOT IN \((?<types>[^)]*)\)")]
    private static partial Regex Faults();
}
