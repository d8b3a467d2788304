using System.Net;
using System.Net.Http.Headers;
using Spade.Jobs.Handlers;

namespace Spade.Tests.Api;

/// <summary><c>GET /documents/{id}/pdf</c>.</summary>
public sealed class PdfDownloadTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task It_is_there_when_the_document_has_completed_and_not_before()
    {
        var (id, content) = await UploadAsync("report 1.scan.png");
        using (var early = await GetAsync(id))
        {
            Assert.Contains("queued", await early.AssertProblemAsync(HttpStatusCode.Conflict, "not-finished"), StringComparison.Ordinal);
            Assert.NotNull(early.Headers.RetryAfter);
        }

        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(1);
        await worker.FinishPageAsync(1, "text");
        await StoreAsync(id, content.Length);
        using (var running = await GetAsync(id))
            await running.AssertProblemAsync(HttpStatusCode.Conflict, "not-finished");
        await worker.CompleteAsync();

        using var answer = await GetAsync(id);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.ToString());
        Assert.StartsWith($"\"{id}-pdf-", answer.Headers.ETag?.ToString(), StringComparison.Ordinal);
        Assert.Equal("inline", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("report 1.scan.pdf", answer.Content.Headers.ContentDisposition?.FileNameStar);
        byte[] whole = [.. content, .. "added"u8];
        Assert.Equal(whole, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Ranges_and_HEAD_work()
    {
        var (id, content) = await CompletedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(id));
        request.Headers.Range = new RangeHeaderValue(content.Length - 3, content.Length + 1);
        using var part = await api.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        byte[] expected = [.. content[^3..], .. "ad"u8];
        Assert.Equal(expected, await part.Content.ReadAsByteArrayAsync());
        using var head = await api.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Address(id)));
        Assert.Equal(content.Length + 5, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_document_that_completed_without_one_says_so()
    {
        var id = await api.Client.UploadedIdAsync(Scans.Pdf());
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(1);
        await worker.FinishPageAsync(1, "text");
        await worker.CompleteAsync();
        using var answer = await GetAsync(id);
        await answer.AssertProblemAsync(HttpStatusCode.NotFound, "output-unavailable");
    }

    [Fact]
    public async Task A_document_that_failed_has_none()
    {
        var id = await api.Client.UploadedIdAsync(Scans.Pdf());
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(1);
        await worker.FailAsync(new JobError("corrupt", "It is damaged."));
        using var answer = await GetAsync(id);
        await answer.AssertProblemAsync(HttpStatusCode.NotFound, "output-unavailable");
    }

    [Fact]
    public async Task An_unknown_document_is_not_found()
    {
        using var unknown = await GetAsync(new string('0', 64));
        await unknown.AssertProblemAsync(HttpStatusCode.NotFound, "document-not-found");
        using var malformed = await GetAsync("x");
        await malformed.AssertProblemAsync(HttpStatusCode.NotFound, "document-not-found");
    }

    private static Uri Address(string id) => new($"/documents/{id}/pdf", UriKind.Relative);

    private Task<HttpResponseMessage> GetAsync(string id) => api.Client.GetAsync(Address(id));

    private async Task<(string Id, byte[] Content)> UploadAsync(string fileName)
    {
        var content = Scans.Pdf();
        using var response = await api.Client.UploadFormAsync(content, fileName);
        return ((await response.DocumentAsync()).Text("id"), content);
    }

    private async Task<(string Id, byte[] Content)> CompletedAsync()
    {
        var (id, content) = await UploadAsync("scan.pdf");
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(1);
        await worker.FinishPageAsync(1, "text");
        await StoreAsync(id, content.Length);
        await worker.CompleteAsync();
        return (id, content);
    }

    private Task StoreAsync(string id, long size) => new DocumentWorker(api.Services, id).StorePdfAsync(size);
}
