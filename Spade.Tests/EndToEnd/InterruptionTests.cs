using System.Net;
using Spade.Tests.Infrastructure;
using Spade.Tests.Infrastructure.Otlp;
using Spade.Tests.Ocr;
using Spade.Tests.Services;
using Spade.Tests.TestWorker;

namespace Spade.Tests.EndToEnd;

/// <summary>Real workers are killed and the real database restarted in the middle of documents.</summary>
public sealed class InterruptionTests
{
    /// <summary>How long a page takes. What is recognised on it does not matter here.</summary>
    private static readonly TimeSpan PageTime = TimeSpan.FromSeconds(0.5);

    [Fact]
    public async Task A_long_document_shows_its_progress_and_survives_the_kill_of_its_worker_page_by_page()
    {
        using var tesseract = new TesseractShim(PageTime);
        await using var collector = await OtlpCollector.StartAsync();
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync(), collector.Environment);
        await Task.WhenAll(system.LaunchWorkingAsync(tesseract.Options), system.LaunchWorkingAsync(tesseract.Options));
        var (_, uploaded) = await system.UploadAsync(Samples.TwentyPages.FilePath, "?pages=1-16");
        var id = uploaded.GetProperty("id").GetString()!;
        await system.PagesDoneAsync(id, 3);
        // Finished pages can be read while the rest runs.
        var text = await system.TextAsync(id);
        Assert.Contains(Enumerable.Range(1, 16), page => text.Contains(TesseractShim.TextOf(page), StringComparison.Ordinal));

        var first = await system.OwnerAsync();
        var second = system.Services.Single(service => service != first && service != system.Services[0]);
        first.Send(Signals.Kill);
        await first.WaitForExitAsync();
        var inFlight = await system.ScalarAsync<long>("SELECT count(*) FROM pages WHERE finished_at IS NULL");
        var done = await system.ScalarAsync<int>("SELECT pages_done FROM documents");
        await Eventually.HoldsAsync(
            "the second worker recognises a page before the lease of the first would end",
            async () => await system.ScalarAsync<long>(
                "SELECT count(*) FROM jobs JOIN nodes ON nodes.id = jobs.node_id AND nodes.process_id = $1", second.Process.Id) == 1,
            TimeSpan.FromSeconds(18));

        // Once more, now without another worker: a new one continues.
        await system.PagesDoneAsync(id, done + 2);
        // A metric that has not been exported dies with its process.
        var begunAgain = await system.ScalarAsync<long>("SELECT sum(begun - 1)::bigint FROM pages");
        await collector.WaitForAsync(c => Repeated(c) == begunAgain);
        second.Send(Signals.Kill);
        await second.WaitForExitAsync();
        inFlight += await system.ScalarAsync<long>("SELECT count(*) FROM pages WHERE finished_at IS NULL");
        await system.LaunchWorkingAsync(tesseract.Options);
        var document = await system.CompletedAsync(id);

        Assert.Equal(16, document.GetProperty("pagesDone").GetInt32());
        Assert.Equal((0, 2), (document.GetProperty("attempt").GetInt32(), document.GetProperty("interruptions").GetInt32()));
        var texts = (await system.TextAsync(id)).Split('\f').Select(page => page.Trim());
        Assert.Equal(Enumerable.Range(1, 16).Select(TesseractShim.TextOf), texts);
        var repeated = await system.ScalarAsync<long>("SELECT sum(begun - 1)::bigint FROM pages");
        Assert.InRange(repeated, 0, inFlight);
        await collector.WaitForAsync(c => Repeated(c) == repeated);
    }

    [Fact]
    public async Task A_restart_of_the_database_answers_503_meanwhile_and_loses_no_document_and_no_claim()
    {
        using var tesseract = new TesseractShim(PageTime);
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var system = await SpadeSystem.StartAsync(postgres.Server);
        await Task.WhenAll(system.LaunchWorkingAsync(tesseract.Options), system.LaunchWorkingAsync(tesseract.Options));
        var ids = new List<string>();
        foreach (var query in new[] { "", "?pages=1-2", "?pages=2-3" })
            ids.Add((await system.UploadAsync(Samples.ThreePages.FilePath, query)).Document.GetProperty("id").GetString()!);
        await system.PagesDoneAsync(ids[0], 1);

        await postgres.Server.StopAsync();
        using (var answer = await system.Api.GetAsync(new Uri($"/documents/{ids[0]}", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await system.UploadAsync(Samples.OnePage.FilePath)).Status);

        await postgres.Server.StartAsync();
        await Eventually.HoldsAsync("the API has recovered", async () =>
        {
            using var answer = await system.Api.GetAsync(new Uri($"/documents/{ids[0]}", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        });
        foreach (var id in ids)
        {
            var document = await system.CompletedAsync(id);
            Assert.Equal((0, 0), (document.GetProperty("attempt").GetInt32(), document.GetProperty("interruptions").GetInt32()));
        }
        Assert.Equal(0, await system.ScalarAsync<long>("SELECT sum(begun - 1)::bigint FROM pages"));
    }

    [Fact]
    public async Task A_cancelled_document_stops_at_once_and_the_same_upload_finishes_it_later()
    {
        using var tesseract = new TesseractShim(PageTime);
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchWorkingAsync(tesseract.Options);
        var id = (await system.UploadAsync(Samples.TwentyPages.FilePath, "?pages=1-6")).Document.GetProperty("id").GetString()!;
        await system.PagesDoneAsync(id, 1);
        using (var answer = await system.Api.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("cancelled", (await system.GetAsync(id)).GetProperty("status").GetString());
        await Eventually.HoldsAsync(
            "the worker's children are gone", () => Task.FromResult(worker.Process.Children().Count == 0), TimeSpan.FromSeconds(20));
        var done = await system.ScalarAsync<int>("SELECT pages_done FROM documents");
        var (status, _) = await system.UploadAsync(Samples.TwentyPages.FilePath, "?pages=1-6");
        Assert.Equal(HttpStatusCode.Accepted, status);
        await system.CompletedAsync(id);
        // Earlier pages were kept.
        Assert.Equal(done, await system.ScalarAsync<int>(
            "SELECT count(*)::int FROM pages, jobs, documents WHERE jobs.id = documents.job_id AND pages.finished_at < jobs.created_at"));
    }

    [Fact]
    public async Task A_tesseract_that_is_kept_open_ends_with_a_worker_that_is_killed()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        var worker = await system.LaunchWorkingAsync();
        var id = (await system.UploadAsync(Samples.OnePage.FilePath)).Document.GetProperty("id").GetString()!;
        await system.CompletedAsync(id);
        var open = Assert.Single(worker.Process.Children());

        worker.Send(Signals.Kill);

        await FakePrograms.EndedAsync(open);
    }

    private static double Repeated(OtlpCollector collector) => collector.Points
        .Where(point => point.Name == "spade.ocr.pages.repeated")
        .GroupBy(point => point.Instance)
        .Sum(points => points.Max(point => point.Value));
}
