using System.Net;
using Spade.Tests.Infrastructure;
using Spade.Tests.Infrastructure.Otlp;
using Spade.Tests.Services;

namespace Spade.Tests.EndToEnd;

/// <summary>What is seen of a document from its upload to its text: its id, its trace and its log lines.</summary>
public sealed class RecognitionTests
{
    [Fact]
    public async Task Identical_uploads_share_a_document_even_side_by_side_and_other_options_make_another()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => system.UploadAsync(Samples.OnePage.FilePath)));
        Assert.Single(answers.Select(answer => answer.Document.GetProperty("id").GetString()).Distinct());
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal(1, await system.ScalarAsync<long>("SELECT count(*) FROM jobs"));
        var (status, other) = await system.UploadAsync(Samples.OnePage.FilePath, "?pages=1");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.NotEqual(answers[0].Document.GetProperty("id").GetString(), other.GetProperty("id").GetString());
    }

    [Fact]
    public async Task One_trace_spans_the_upload_the_job_and_its_pages()
    {
        using var tesseract = new TesseractShim(TimeSpan.FromSeconds(0.1));
        await using var collector = await OtlpCollector.StartAsync();
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync(), collector.Environment);
        await system.LaunchWorkingAsync(tesseract.Options);
        var (_, uploaded) = await system.UploadAsync(Samples.ThreePages.FilePath);
        var id = uploaded.GetProperty("id").GetString()!;
        await system.CompletedAsync(id);
        await collector.WaitForAsync(c => c.Spans.Count(span => span.Source == "Spade.Ocr") == 3
            && c.Spans.Any(span => span.Name == "process documents")
            && c.Spans.Any(span => span.Name == "POST /documents"));
        var upload = Assert.Single(collector.Spans, span => span.Service == "spade-api" && span.Name == "POST /documents");
        var job = Assert.Single(collector.Spans, span => span.Name == "process documents");
        Assert.Equal(("spade-worker", upload.TraceId), (job.Service, job.TraceId));
        Assert.All(
            collector.Spans.Where(span => span.Source == "Spade.Ocr"),
            page => Assert.Equal((job.TraceId, job.SpanId), (page.TraceId, page.ParentSpanId)));
        var send = Assert.Single(collector.Spans, span => span.Name == "send documents");
        Assert.Equal(send.SpanId, job.ParentSpanId);
        Assert.All(
            [upload, job, .. collector.Spans.Where(span => span.Source == "Spade.Ocr")],
            span => Assert.Equal(id, span.Attributes["spade.document.id"]));
        Assert.Contains(collector.Spans, span => span.ParentSpanId == upload.SpanId && span.Name == "BATCH INSERT jobs INSERT documents");
        Assert.DoesNotContain(collector.Spans, span => span is { Source: "Npgsql", Name: "postgresql" });
        // Polls and heartbeats, which both processes have sent meanwhile, have no traces.
        Assert.DoesNotContain(collector.Spans, span => span is { Source: "Npgsql", ParentSpanId: "" });
    }

    [Fact]
    public async Task A_worker_s_log_lines_about_a_document_carry_its_id_and_belong_to_its_trace()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync(), collector.Environment);
        await system.StartWorkerAsync();
        var (_, uploaded) = await system.UploadAsync(Samples.ThreePages.FilePath, "?pages=9");
        var id = uploaded.GetProperty("id").GetString()!;

        // Log lines of the queue, which knows the job but no documents.
        await collector.WaitForAsync(c => c.Logs.Any(log => log.Body.Contains("failed for good", StringComparison.Ordinal))
            && c.Spans.Any(span => span.Name == "POST /documents"));

        var upload = Assert.Single(collector.Spans, span => span.Name == "POST /documents");
        var failed = Assert.Single(collector.Logs, log => log.Body.Contains("failed for good", StringComparison.Ordinal));
        Assert.Equal((id, upload.TraceId), (failed.Attributes["spade.document.id"], failed.TraceId));
    }

    [Fact]
    public async Task The_pools_of_a_process_are_those_that_explain_adds_up()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync(), collector.Environment);
        using var list = await system.Api.GetAsync(new Uri("/documents", UriKind.Relative));
        await collector.WaitForAsync(c => Pools(c).Count >= 2);

        Assert.Equal(new Dictionary<string, double> { ["spadedb"] = 20, ["health check"] = 1 }, Pools(collector));
    }

    [Fact]
    public async Task A_worker_s_log_holds_no_line_for_each_query_or_health_request()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var worker = await system.StartWorkerAsync();
        var listening = await worker.WaitForLineAsync("Now listening on: ");
        using var client = new HttpClient();
        var address = listening[listening.IndexOf("http://", StringComparison.Ordinal)..].Trim();
        using var answer = await client.GetAsync(new Uri(address + "/health/live"));

        Assert.True(answer.IsSuccessStatusCode);
        Assert.DoesNotContain(
            worker.Lines, line => line.Contains("SELECT", StringComparison.Ordinal) || line.Contains("Request ", StringComparison.Ordinal));
    }

    private static Dictionary<string, double> Pools(OtlpCollector collector) => collector.Points
        .Where(point => point is { Service: "spade-api", Name: "db.client.connection.max" })
        .GroupBy(point => point.Attributes["db.client.connection.pool.name"])
        .ToDictionary(pool => pool.Key, pool => pool.Last().Value);
}
