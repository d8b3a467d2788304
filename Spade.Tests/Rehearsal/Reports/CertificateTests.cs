using System.Text.Json;
using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Reports.Certificates;
using Spade.Tests.Rehearsal.Histories;

namespace Spade.Tests.Rehearsal.Reports;

public sealed class CertificateTests
{
    [Fact]
    public void It_binds_the_verdict_to_its_history_and_says_how_to_run_it_again()
    {
        var certificate = Certificate(RollingRestart.Good(perSecond: 10));

        Assert.Equal("spade-rehearsal/1", certificate.GetProperty("format").GetString());
        Assert.Equal("certified", certificate.GetProperty("verdict").GetString());
        Assert.Equal("5f70", certificate.GetProperty("history").GetProperty("sha256").GetString());
        Assert.Equal(20270301, certificate.GetProperty("seed").GetInt32());
        Assert.Equal(120, certificate.GetProperty("seconds").GetDouble());
        Assert.Equal("default", certificate.GetProperty("schedule").GetProperty("name").GetString());
        Assert.Contains("rolling restart", certificate.GetProperty("schedule").GetProperty("text").GetString());
        Assert.Equal("0.1.0", certificate.GetProperty("versions").GetProperty("spade").GetString());
        Assert.Equal("10/s", certificate.GetProperty("settings").GetProperty("rate").GetString());
        Assert.Equal(35, certificate.GetProperty("budgets").GetProperty("spade-api").GetProperty("grace").GetDouble());
        Assert.Equal(0.02, certificate.GetProperty("limits").GetProperty("characterErrors").GetDouble());
    }

    [Fact]
    public void It_has_every_count()
    {
        var counts = Certificate(RollingRestart.WithAFailure(perSecond: 40)).GetProperty("counts");

        Assert.Equal(4800, counts.GetProperty("requests").GetInt32());
        Assert.Equal(1, counts.GetProperty("failedRequests").GetInt32());
        Assert.Equal(1, counts.GetProperty("outcomes").GetProperty("connection reset before an answer").GetInt32());
        Assert.Equal(1200, counts.GetProperty("outcomes").GetProperty("202").GetInt32());
        Assert.Equal(600, counts.GetProperty("operations").GetProperty("events").GetInt32());
        Assert.Equal(1200, counts.GetProperty("clients").GetProperty("keep-alive").GetInt32());
        Assert.Equal(600, counts.GetProperty("newConnections").GetInt32());
        Assert.Equal(1200, counts.GetProperty("documents").GetInt32());
        Assert.Equal(1200, counts.GetProperty("documentStatuses").GetProperty("completed").GetInt32());
        Assert.Equal(1200, counts.GetProperty("storedDocuments").GetInt32());
        Assert.Equal((2400, 0), (counts.GetProperty("pages").GetInt32(), counts.GetProperty("repeatedPages").GetInt32()));
        Assert.Equal(2, counts.GetProperty("handedOverJobs").GetInt32());
        Assert.Equal(2, counts.GetProperty("steps").GetInt32());
        Assert.Equal(8, counts.GetProperty("lives").GetInt32());
        Assert.Equal(4, counts.GetProperty("signals").GetProperty("SIGTERM").GetInt32());
        Assert.Equal(4, counts.GetProperty("exitCodes").GetProperty("0").GetInt32());
        Assert.Equal(4, counts.GetProperty("ledgerStates").GetProperty("running").GetInt32());
        // Long polls, streams and slow uploads are as slow as their clients want: they are not in it.
        Assert.InRange(counts.GetProperty("slowestMilliseconds").GetDouble(), 1, 400);
    }

    [Fact]
    public void It_has_every_check_with_its_findings_and_what_was_not_checked()
    {
        var certificate = Certificate(RollingRestart.WithAFailure().Remove<StoredEntry>());

        Assert.Equal("notCertified", certificate.GetProperty("verdict").GetString());
        var checks = certificate.GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(AllChecks.Names, checks.Select(check => check.GetProperty("name").GetString()));
        Assert.Equal(
            ["unexpected-documents", "duplicates", "repeated-pages", "attempts"],
            certificate.GetProperty("notChecked").EnumerateArray().Select(name => name.GetString()));
        var failed = checks.Single(check => check.GetProperty("name").GetString() == "failed-requests");
        Assert.Equal("failed", failed.GetProperty("result").GetString());
        var finding = Assert.Single(failed.GetProperty("findings").EnumerateArray());
        Assert.Contains("rolling restart", finding.GetProperty("happening").GetString());
        var budget = certificate.GetProperty("errorBudget");
        Assert.Equal(1, budget.GetProperty("badRequests").GetInt64());
        Assert.Equal(40.32, budget.GetProperty("budgetMinutes").GetDouble(), precision: 6);
    }

    [Fact]
    public void A_history_without_a_run_has_one_too() =>
        Assert.Equal(JsonValueKind.Null, Certificate(new SampleHistory([])).GetProperty("schedule").ValueKind);

    private static JsonElement Certificate(SampleHistory history)
    {
        var options = new CheckOptions();
        var file = new HistoryFile(history.Entries, "5f70");
        var certificate = Spade.Rehearsal.Reports.Certificates.Certificate.Of(file, options, Judge.Of(history.Entries, options));
        using var json = JsonDocument.Parse(CertificateFile.Json(certificate));
        return json.RootElement.Clone();
    }
}
