using System.Net;
using System.Text.Json;
using Spade.Documents.Pages;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

public sealed class PageTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_page_shows_its_lines_and_words_with_boxes_and_confidences()
    {
        var layout = SamplePages.Layout("one two\nthree", 91.5) with { Rotation = 90, Skew = -1.25 };
        var (id, worker) = await StartedAsync(pages: 2);
        await worker.FinishPageAsync(SamplePages.Page(2, "one two\nthree", 91.5) with { Layout = layout });

        var page = await PageAsync(id, 2);
        Assert.Equal(
            (2, "done", 2480, 3508, 595.2, 841.92, 90, -1.25, "ocr", "eng", 91.5),
            (page.GetProperty("number").GetInt32(), page.Text("status"), page.GetProperty("width").GetInt32(),
                page.GetProperty("height").GetInt32(), page.GetProperty("widthPoints").GetDouble(),
                page.GetProperty("heightPoints").GetDouble(), page.GetProperty("rotation").GetInt32(), page.GetProperty("skew").GetDouble(),
                page.Text("source"), page.Text("language"), page.GetProperty("confidence").GetDouble()));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("error").ValueKind);
        Assert.Equal(
            layout.Lines.SelectMany(line => line.Words.Select(word => (line.Block, line.Paragraph, line.Box, word))),
            from line in page.GetProperty("lines").EnumerateArray()
            from word in line.GetProperty("words").EnumerateArray()
            select (line.GetProperty("block").GetInt32(), line.GetProperty("paragraph").GetInt32(), Box(line),
                new LayoutWord(word.Text("text"), Box(word), word.GetProperty("confidence").GetDouble())));
        Assert.Equal($"/documents/{id}/pages/2/image", page.GetProperty("links").Text("image"));
    }

    [Fact]
    public async Task Text_of_a_page_s_own_has_no_confidence()
    {
        var layout = SamplePages.Layout("own", null) with { Source = TextSource.Layer };
        var (id, worker) = await StartedAsync(pages: 1);
        await worker.FinishPageAsync(SamplePages.Page(1, "own", null) with { Layout = layout });

        var page = await PageAsync(id, 1);
        Assert.Equal(("layer", JsonValueKind.Null), (page.Text("source"), page.GetProperty("confidence").ValueKind));
        var word = page.GetProperty("lines")[0].GetProperty("words")[0];
        Assert.Equal(JsonValueKind.Null, word.GetProperty("confidence").ValueKind);
    }

    [Fact]
    public async Task A_page_that_could_not_be_read_says_why_and_has_no_image()
    {
        var (id, worker) = await StartedAsync(pages: 2);
        await worker.FailPageAsync(1, new JobError("corrupt", "Page 1 of the PDF is damaged."));

        var page = await PageAsync(id, 1);
        Assert.Equal("failed", page.Text("status"));
        Assert.Equal(
            ("corrupt", "Page 1 of the PDF is damaged."),
            (page.GetProperty("error").Text("type"), page.GetProperty("error").Text("message")));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("width").ValueKind);
        Assert.Empty(page.GetProperty("lines").EnumerateArray());
        using var image = await ImageAsync(id, "1");
        var detail = await image.AssertProblemAsync(HttpStatusCode.NotFound, "output-unavailable");
        Assert.Contains("(corrupt)", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_not_read_yet_is_to_be_asked_for_again()
    {
        var id = await api.Client.UploadedIdAsync(Scans.Pdf());
        var worker = new DocumentWorker(api.Services, id);
        await AssertNotFinishedAsync(id, "7", "the document is queued");
        await worker.StartAsync(pages: 2);
        await AssertNotFinishedAsync(id, "2", "the document is running");
        await AssertNoPageAsync(id, "3", "the document has 2 pages");
        await worker.FinishPageAsync(1, "one");
        await worker.FinishPageAsync(2, "two");
        await worker.CompleteAsync();
        using var response = await ImageAsync(id, "2");
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(SamplePages.Page(2, "", 1).Preview.Data.ToArray(), await response.Content.ReadAsByteArrayAsync());
        await AssertNoPageAsync(id, "3", "the document has 2 pages");
    }

    [Fact]
    public async Task A_page_that_was_not_asked_for_or_not_reached_does_not_exist()
    {
        var id = await api.Client.UploadedIdAsync(Scans.Pdf(), "?pages=2-3,5");
        var worker = new DocumentWorker(api.Services, id);
        await AssertNoPageAsync(id, "4", "the upload asked for 2-3,5");
        await AssertNotFinishedAsync(id, "5", "the document is queued");
        await worker.StartAsync(pages: 3);
        await worker.FinishPageAsync(2, "two");
        await worker.FailAsync(new JobError("page-timeout", "Page 3 took too long."));
        await AssertNoPageAsync(id, "5", "ended as failed before page 5 was read");
        Assert.Equal("done", (await PageAsync(id, 2)).Text("status"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("one")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999999999999999999999")]
    public async Task A_text_that_is_no_page_number_is_named(string number)
    {
        var (id, _) = await StartedAsync(pages: 1);
        await AssertNoPageAsync(id, number, "not a page number");
    }

    [Fact]
    public async Task A_page_of_a_version_without_layouts_says_so()
    {
        var (id, worker) = await StartedAsync(pages: 1);
        await worker.FinishPageAsync(1, "one");
        await using var forget = api.Database.CreateCommand("UPDATE pages SET layout = NULL WHERE document_id = $1");
        forget.Parameters.Add(new() { Value = id });
        await forget.ExecuteNonQueryAsync();
        using var page = await api.Client.GetAsync($"/documents/{id}/pages/1");
        await page.AssertProblemAsync(HttpStatusCode.NotFound, "output-unavailable");
    }

    private static PixelBox Box(JsonElement element)
    {
        var box = element.GetProperty("box");
        return new PixelBox(
            box.GetProperty("left").GetInt32(), box.GetProperty("top").GetInt32(),
            box.GetProperty("width").GetInt32(), box.GetProperty("height").GetInt32());
    }

    private async Task AssertNotFinishedAsync(string id, string number, string why)
    {
        foreach (var path in new[] { "", "/image" })
        {
            using var response = await api.Client.GetAsync($"/documents/{id}/pages/{number}{path}");
            Assert.Contains(why, await response.AssertProblemAsync(HttpStatusCode.Conflict, "not-finished"), StringComparison.Ordinal);
            Assert.NotNull(response.Headers.RetryAfter);
        }
    }

    private async Task AssertNoPageAsync(string id, string number, string why)
    {
        foreach (var path in new[] { "", "/image" })
        {
            using var response = await api.Client.GetAsync($"/documents/{id}/pages/{number}{path}");
            Assert.Contains(why, await response.AssertProblemAsync(HttpStatusCode.NotFound, "page-not-found"), StringComparison.Ordinal);
        }
    }

    private async Task<(string Id, DocumentWorker Worker)> StartedAsync(int pages)
    {
        var id = await api.Client.UploadedIdAsync(Scans.Pdf());
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(pages);
        return (id, worker);
    }

    private async Task<JsonElement> PageAsync(string id, int number)
    {
        using var response = await api.Client.GetAsync($"/documents/{id}/pages/{number}");
        return await response.DocumentAsync();
    }

    private Task<HttpResponseMessage> ImageAsync(string id, string number) => api.Client.GetAsync($"/documents/{id}/pages/{number}/image");
}
