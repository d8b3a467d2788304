using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

/// <summary>At most <c>Documents:MaxQueued</c> documents wait.</summary>
public sealed class QueueLimitTests
{
    private const int Limit = 3;

    [Fact]
    public async Task One_document_more_than_may_wait_is_answered_with_429_and_not_stored()
    {
        await using var app = await StartAsync();
        var scans = await FillAsync(app);

        using var rejected = await app.Client.UploadAsync(Scans.Pdf());
        Assert.Equal(
            "3 documents of the tenant wait for a worker, as many as may at the moment. Nothing was changed. "
            + "Repeat the request after the time in Retry-After.",
            await rejected.AssertProblemAsync(HttpStatusCode.TooManyRequests, "queue-full"));
        Assert.Equal("10", rejected.Headers.RetryAfter?.ToString());
        // The handler of errors has cleared what was set before.
        Assert.Equal("same-origin", rejected.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.Equal((long)Limit, await CountAsync(app, "documents"));
        Assert.Equal((long)Limit, await CountAsync(app, "jobs"));

        using var known = await app.Client.UploadAsync(scans[0]);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    [Fact]
    public async Task A_place_is_free_again_when_a_worker_takes_a_document()
    {
        await using var app = await StartAsync();
        var scans = await FillAsync(app);
        var scan = Scans.Pdf();
        using (var rejected = await app.Client.UploadAsync(scan))
            Assert.Equal(HttpStatusCode.TooManyRequests, rejected.StatusCode);

        await new DocumentWorker(app.Services, await app.Client.UploadedIdAsync(scans[0])).StartAsync(pages: 1);
        await Eventually.HoldsAsync("the upload is accepted", async () =>
        {
            using var response = await app.Client.UploadAsync(scan);
            return response.StatusCode == HttpStatusCode.Accepted;
        });
    }

    [Fact]
    public async Task A_document_that_was_cancelled_starts_again_only_if_there_is_a_place()
    {
        await using var app = await StartAsync();
        var scan = Scans.Pdf();
        var id = await app.Client.UploadedIdAsync(scan);
        using (var cancelled = await app.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        await Eventually.HoldsAsync("three others wait", async () =>
        {
            using var response = await app.Client.UploadAsync(Scans.Pdf());
            return await CountAsync(app, "jobs WHERE state = 'created'") == Limit;
        });

        using var again = await app.Client.UploadAsync(scan);
        await again.AssertProblemAsync(HttpStatusCode.TooManyRequests, "queue-full");
        Assert.Equal("cancelled", (await app.Client.GetDocumentAsync(id)).Text("status"));
    }

    [Fact]
    public async Task A_retry_finds_a_place_that_has_become_free_although_no_upload_has_come_since()
    {
        await using var app = await StartAsync(limit: 1);
        var id = await app.Client.UploadedIdAsync(Scans.Pdf());
        using (var cancelled = await app.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        await Eventually.HoldsAsync("the document is started again", async () =>
        {
            using var again = await app.Client.PostAsync(new Uri($"/documents/{id}/retry", UriKind.Relative), null);
            return again.StatusCode == HttpStatusCode.Accepted;
        });
    }

    [Fact]
    public async Task Uploads_at_the_same_moment_keep_to_the_limit()
    {
        await using var app = await StartAsync();
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.Client.UploadAsync(Scans.Pdf())));
        Assert.All(
            responses, response => Assert.Contains(response.StatusCode, new[] { HttpStatusCode.Accepted, HttpStatusCode.TooManyRequests }));
        Assert.InRange(await CountAsync(app, "jobs"), 1, Limit);
    }

    [Fact]
    public async Task Zero_means_no_limit()
    {
        await using var app = await StartAsync(limit: 0);
        await FillAsync(app, count: 5);
    }

    private static async Task<InProcessApp> StartAsync(int limit = Limit)
    {
        var postgres = await SharedPostgres.GetAsync();
        return await ApiProcess.StartReadyAsync(await postgres.CreateMigratedDatabaseAsync(), $"Documents:MaxQueued={limit}");
    }

    private static async Task<List<byte[]>> FillAsync(InProcessApp app, int count = Limit)
    {
        var scans = Enumerable.Range(0, count).Select(_ => Scans.Pdf()).ToList();
        foreach (var scan in scans)
        {
            using var response = await app.Client.UploadAsync(scan);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        }

        return scans;
    }

    private static async Task<long> CountAsync(InProcessApp app, string what)
    {
        await using var command = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand($"SELECT count(*) FROM {what}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
