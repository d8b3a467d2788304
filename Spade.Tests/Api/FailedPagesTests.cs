using System.Net;
using Spade.Jobs.Handlers;

namespace Spade.Tests.Api;

/// <summary>A document with pages that could not be read.</summary>
public sealed class FailedPagesTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_page_that_could_not_be_read_is_counted_and_named_and_its_text_is_empty()
    {
        var id = await api.Client.UploadedIdAsync(Scans.Pdf());
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(pages: 3);
        await worker.FinishPageAsync(1, "eins");
        await worker.FailPageAsync(2, "corrupt", "Page 2 is damaged and cannot be read.");
        await worker.FinishPageAsync(3, "drei");
        await worker.CompleteAsync();

        var document = await api.Client.GetDocumentAsync(id);
        Assert.Equal(
            ("completed", 3, 1),
            (document.Text("status"), document.GetProperty("pagesDone").GetInt32(), document.GetProperty("pagesFailed").GetInt32()));
        var warning = Assert.Single(document.GetProperty("warnings").EnumerateArray());
        Assert.Equal("1 of 3 pages could not be read: 2.", warning.GetString());
        using var text = await TextAsync(id);
        Assert.Equal("eins\f\fdrei", await text.Content.ReadAsStringAsync());
        Assert.Equal(("3", "1"), (Header(text, "Spade-Pages-Done"), Header(text, "Spade-Pages-Failed")));
        using var list = await api.Client.GetAsync(new Uri("/documents?limit=200", UriKind.Relative));
        var listed = (await list.DocumentAsync()).GetProperty("documents").EnumerateArray().Single(item => item.Text("id") == id);
        Assert.Equal(document.GetProperty("warnings").ToString(), listed.GetProperty("warnings").ToString());
    }

    [Fact]
    public async Task The_same_upload_again_of_a_failed_document_forgets_the_pages_that_could_not_be_read()
    {
        var scan = Scans.Pdf();
        var id = await api.Client.UploadedIdAsync(scan);
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(pages: 3);
        await worker.FinishPageAsync(1, "kept");
        await worker.FailPageAsync(2, "corrupt", "Page 2 is damaged and cannot be read.");
        await worker.FailAsync(new JobError("worker-storage", "The worker could not keep its temporary files."));

        // Two at once: one of them starts it, the other one finds it.
        var answers = await Task.WhenAll(api.Client.UploadAsync(scan), api.Client.UploadAsync(scan));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Accepted], answers.Select(answer => answer.StatusCode).Order());
        var again = await api.Client.GetDocumentAsync(id);
        Assert.Equal(
            ("queued", 1, 0),
            (again.Text("status"), again.GetProperty("pagesDone").GetInt32(), again.GetProperty("pagesFailed").GetInt32()));
        Assert.Equal(
            ["failed", "created"],
            await api.ColumnAsync("SELECT state FROM jobs WHERE payload->>'documentId' = $1 ORDER BY created_at", id));
        Assert.Equal(["1"], await api.ColumnAsync("SELECT number::text FROM pages WHERE document_id = $1", id));

        await worker.StartAsync(pages: 3);
        await worker.FinishPageAsync(2, "read");
        await worker.FinishPageAsync(3, "three");
        await worker.CompleteAsync();
        using var text = await TextAsync(id);
        Assert.Equal("kept\fread\fthree", await text.Content.ReadAsStringAsync());
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    private Task<HttpResponseMessage> TextAsync(string id) => api.Client.GetAsync(new Uri($"/documents/{id}/text", UriKind.Relative));
}
