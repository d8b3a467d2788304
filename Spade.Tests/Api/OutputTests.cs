using System.Net;
using System.Xml.Linq;
using Spade.Documents.Pages;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

/// <summary>What a document can be downloaded as. All outputs come from the same layouts.</summary>
public sealed class OutputTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly JobError Damage = new("corrupt", "Page 2 of the PDF is damaged: its image cannot be decoded.");

    [Fact]
    public async Task The_words_of_hocr_are_those_of_the_layout_in_order_and_in_place()
    {
        var layout = SamplePages.Layout("Größe & <Gewicht>\n\"two\" lines\n", 91.26);
        var id = await CompletedAsync("notes & more.pdf", SamplePages.Page(1, "x", 90), Page(2, layout));

        using var response = await GetAsync(id, "hocr");
        Assert.Equal("application/xhtml+xml; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var hocr = Hocr.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(("notes & more.pdf", "2", "eng"), (hocr.Title, hocr.Meta("ocr-number-of-pages"), hocr.Meta("ocr-langs")));
        Assert.Equal(hocr.Ids.Distinct(), hocr.Ids);
        var page = hocr.Pages.Last();
        Assert.Equal(new PixelBox(0, 0, 2480, 3508), Hocr.Box(page));
        Assert.Equal(("1", "300 300"), (Hocr.Property(page, "ppageno"), Hocr.Property(page, "scan_res")));
        Assert.Equal(
            layout.Lines.SelectMany(line => line.Words).Select(word => (word.Text, word.Box, (string?)"91")),
            Of(page, "ocrx_word").Select(word => (word.Value, Hocr.Box(word), Hocr.Property(word, "x_wconf"))));
        Assert.Equal(layout.Lines.Select(line => line.Box), Of(page, "ocr_line").Select(Hocr.Box));
        Assert.All(Of(page, "ocr_line"), line => Assert.Equal("0 0", Hocr.Property(line, "baseline")));
        var block = Assert.Single(Of(page, "ocr_carea"));
        var paragraph = Assert.Single(Of(page, "ocr_par"));
        Assert.Equal((new PixelBox(200, 200, 340, 100), "eng"), (Hocr.Box(block), (string?)paragraph.Attribute("lang")));
        Assert.Equal(Hocr.Box(block), Hocr.Box(paragraph));
    }

    [Fact]
    public async Task The_rows_of_tsv_are_those_of_tesseract()
    {
        var id = await CompletedAsync("a.pdf", SamplePages.Page(1, "x", 90), Page(2, SamplePages.Layout("one two\nthree", 96.0625)));

        using var response = await GetAsync(id, "tsv");
        Assert.Equal("text/tab-separated-values; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var rows = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n').Select(row => row.Split('\t')).ToList();
        Assert.All(rows, row => Assert.Equal(12, row.Length));
        Assert.Equal("level page_num block_num par_num line_num word_num left top width height conf text", string.Join(' ', rows[0]));
        Assert.Equal(
        [
            "1 2 0 0 0 0 0 0 2480 3508 -1 ",
            "2 2 1 0 0 0 200 200 140 100 -1 ",
            "3 2 1 1 0 0 200 200 140 100 -1 ",
            "4 2 1 1 1 0 200 200 140 40 -1 ",
            "5 2 1 1 1 1 200 200 60 40 96.0625 one",
            "5 2 1 1 1 2 280 200 60 40 96.0625 two",
            "4 2 1 1 2 0 200 260 100 40 -1 ",
            "5 2 1 1 2 1 200 260 100 40 96.0625 three",
        ], rows.Where(row => row[1] == "2").Select(row => string.Join(' ', row)));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("hocr")]
    [InlineData("tsv")]
    public async Task Finished_pages_are_readable_while_the_rest_runs_and_the_headers_say_so(string output)
    {
        var (id, worker) = await UploadAsync("a.pdf");
        await worker.StartAsync(pages: 3);
        await worker.FinishPageAsync(3, "third");
        await worker.FailPageAsync(2, Damage);

        using var response = await GetAsync(id, output);
        Assert.Equal(
            ("running", "2", "1", "3"),
            (Header(response, "Spade-Status"), Header(response, "Spade-Pages-Done"), Header(response, "Spade-Pages-Failed"),
                Header(response, "Spade-Pages-Total")));
        Assert.Equal((null, false), (response.Headers.ETag, response.Headers.AcceptRanges.Count > 0));
        Assert.True(response.Headers.CacheControl?.NoStore);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("third", body, StringComparison.Ordinal);
        if (output == "hocr")
            Assert.Equal("2", Hocr.Property(Assert.Single(Hocr.Parse(body).Pages), "ppageno"));

        using var head = await api.Client.SendAsync(HttpMethod.Head, $"/documents/{id}/{output}");
        Assert.Equal((HttpStatusCode.OK, "2"), (head.StatusCode, Header(head, "Spade-Pages-Done")));

        // No range: the bytes still change.
        using var part = await GetAsync(id, output, ("Range", "bytes=0-1"));
        Assert.Equal((HttpStatusCode.OK, body), (part.StatusCode, await part.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_page_that_could_not_be_read_keeps_its_place_in_the_text_and_is_named_in_hocr()
    {
        var (id, worker) = await UploadAsync("a.pdf");
        await worker.StartAsync(pages: 3);
        await worker.FinishPageAsync(1, "one");
        await worker.FailPageAsync(2, Damage);
        await worker.FinishPageAsync(3, "three");
        await worker.CompleteAsync();

        Assert.Equal("one\f\fthree", await BodyAsync(id, "text"));
        var hocr = await BodyAsync(id, "hocr");
        Assert.Contains("<!-- Page 2 could not be read: corrupt -->", hocr, StringComparison.Ordinal);
        Assert.Equal(["0", "2"], Hocr.Parse(hocr).Pages.Select(page => Hocr.Property(page, "ppageno")));
        Assert.DoesNotContain("\n1\t2\t", await BodyAsync(id, "tsv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_many_batches_arrive_complete_and_in_order()
    {
        var pages = Enumerable.Range(1, 45).Select(number => SamplePages.Page(number, $"page-{number}", 90)).ToArray();
        var id = await CompletedAsync("a.pdf", pages);

        var words = Hocr.Parse(await BodyAsync(id, "hocr")).WithClass("ocrx_word").Select(word => word.Value);
        Assert.Equal(pages.Select(page => page.Text), words);
        var tsv = (await BodyAsync(id, "tsv")).Split('\n').Where(row => row.StartsWith("5\t", StringComparison.Ordinal));
        Assert.Equal(pages.Select(page => page.Text), tsv.Select(row => row.Split('\t')[11]));
    }

    [Theory]
    [InlineData("hocr")]
    [InlineData("tsv")]
    public async Task A_page_of_a_version_without_layouts_makes_no_output_that_lacks_it_in_silence(string output)
    {
        var id = await CompletedAsync("a.pdf", SamplePages.Page(1, "one", 90), SamplePages.Page(2, "two", 90));
        await using var forget = api.Database.CreateCommand("UPDATE pages SET layout = NULL WHERE document_id = $1 AND number = 2");
        forget.Parameters.Add(new() { Value = id });
        await forget.ExecuteNonQueryAsync();

        using var response = await GetAsync(id, output);
        var detail = await response.AssertProblemAsync(HttpStatusCode.NotFound, "output-unavailable");
        Assert.Contains("kept only their text: 2.", detail, StringComparison.Ordinal);
        Assert.Equal("one\ftwo", await BodyAsync(id, "text"));
    }

    private static RecognizedPage Page(int number, PageLayout layout) =>
        SamplePages.Page(number, "", 90) with { Layout = layout };

    private static IEnumerable<XElement> Of(XElement page, string name) =>
        page.Descendants().Where(element => (string?)element.Attribute("class") == name);

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    private async Task<(string Id, DocumentWorker Worker)> UploadAsync(string name)
    {
        using var response = await api.Client.UploadFormAsync(Scans.Pdf(), name);
        var id = (await response.DocumentAsync()).Text("id");
        return (id, new DocumentWorker(api.Services, id));
    }

    private async Task<string> CompletedAsync(string name, params RecognizedPage[] pages)
    {
        var (id, worker) = await UploadAsync(name);
        await worker.StartAsync(pages.Length);
        foreach (var page in pages)
            await worker.FinishPageAsync(page);
        await worker.CompleteAsync();
        return id;
    }

    private async Task<string> BodyAsync(string id, string output)
    {
        using var response = await GetAsync(id, output);
        Assert.True(response.IsSuccessStatusCode, response.StatusCode.ToString());
        return await response.Content.ReadAsStringAsync();
    }

    private Task<HttpResponseMessage> GetAsync(string id, string output, params (string Name, string Value)[] headers) =>
        api.Client.GetAsync($"/documents/{id}/{output}", headers);
}
