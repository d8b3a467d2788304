using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Spade.Tests.Site;

public sealed class ReaderPageTests(SiteHost host) : IClassFixture<SiteHost>
{
    [Fact]
    public async Task A_search_marks_words_in_the_text_and_on_the_image_and_goes_through_all_pages()
    {
        var id = await host.CompletedAsync("search.pdf", "salt and herring", "the quay register", "Herring once more\nand HERRING again");
        await using var site = await host.OpenAsync($"/?document={id}");
        await Expect(site.Part("text")).ToContainTextAsync("salt");

        await site.Part("search-text").FillAsync("herring");
        await Expect(site.Part("search-count")).ToHaveTextAsync("1 of 3");
        await Expect(site.Page.Locator(".word.match")).ToHaveTextAsync("herring");
        await Expect(site.Page.Locator("rect.match")).ToHaveCountAsync(1);
        await Expect(site.Page.GetByRole(AriaRole.Button, new() { Name = "Page 3, read, 90 % sure, 2 matches" })).ToBeVisibleAsync();

        await site.Part("search-text").PressAsync("Enter");
        await Expect(site.Part("page-number")).ToHaveTextAsync("Page 3 of 3");
        await Expect(site.Part("search-count")).ToHaveTextAsync("2 of 3");
        await site.Part("search-text").PressAsync("Shift+Enter");
        await Expect(site.Part("page-number")).ToHaveTextAsync("Page 1 of 3");

        await site.Part("search-text").FillAsync("schooner");
        await Expect(site.Part("search-count")).ToHaveTextAsync("No match");
    }

    [Fact]
    public async Task A_word_is_found_on_the_image_from_the_text_and_in_the_text_from_the_image()
    {
        var id = await host.CompletedAsync("words.pdf", "salt and herring");
        await using var site = await host.OpenAsync($"/?document={id}");
        await site.Page.Locator(".word", new() { HasText = "herring" }).ClickAsync();
        await Expect(site.Page.Locator("rect").Nth(2)).ToHaveClassAsync("current");
        await Expect(site.Part("word-info")).ToHaveTextAsync("“herring”, 90 % sure");

        await site.Page.Locator("rect").First.ClickAsync();
        await Expect(site.Page.Locator(".word.current")).ToHaveTextAsync("salt");
    }

    [Fact]
    public async Task Marks_lie_where_the_words_are_at_any_size_of_the_image()
    {
        var id = await host.CompletedAsync("boxes.pdf", "salt and herring");
        await using var site = await host.OpenAsync($"/?document={id}");
        await Expect(site.Page.Locator("rect")).ToHaveCountAsync(3);
        foreach (var zoom in new[] { "fit", "in", "in" })
        {
            await site.Page.Locator($"[data-zoom={zoom}]").ClickAsync();
            var page = (await site.Part("figure").BoundingBoxAsync())!;
            var mark = (await site.Page.Locator("rect").First.BoundingBoxAsync())!;
            // SamplePages puts the first word at (200, 200) on an A4 page of 2480 pixels, 80 x 40 pixels large.
            var scale = page.Width / 2480;
            Assert.Equal(200 + 80 / 2, (mark.X + mark.Width / 2 - page.X) / scale, tolerance: 4);
            Assert.Equal(200 + 40 / 2, (mark.Y + mark.Height / 2 - page.Y) / scale, tolerance: 4);
        }
    }

    [Fact]
    public async Task Words_below_the_threshold_are_shown_as_uncertain()
    {
        var id = await host.CompletedAsync("uncertain.pdf", "salt and herring");
        await using var site = await host.OpenAsync($"/?document={id}");
        await Expect(site.Page.Locator(".word")).ToHaveCountAsync(3);
        await Expect(site.Page.Locator(".uncertain")).ToHaveCountAsync(0);

        await site.Part("threshold").FillAsync("95");
        await Expect(site.Page.Locator(".word.uncertain")).ToHaveCountAsync(3);
        await Expect(site.Page.Locator("rect.uncertain")).ToHaveCountAsync(3);
        await Expect(site.Part("threshold-value")).ToHaveTextAsync("below 95 %: 3 words");
        await site.Page.GetByLabel("Uncertain words").UncheckAsync();
        await Expect(site.Page.Locator(".uncertain")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_text_of_a_page_and_of_the_document_is_copied()
    {
        var id = await host.CompletedAsync("copy.pdf", "salt and\nherring", "the quay");
        await using var site = await host.OpenAsync($"/?document={id}");
        await Expect(site.Part("text")).ToContainTextAsync("salt");
        await site.Part("copy-page").ClickAsync();
        await Expect(site.Part("toast")).ToHaveTextAsync("The text of the page was copied.");
        Assert.Equal("salt and\nherring", await ClipboardAsync(site));

        await site.Part("copy-all").ClickAsync();
        await Expect(site.Part("toast")).ToHaveTextAsync("The whole text was copied.");
        Assert.Equal("salt and\nherring\n\nthe quay", await ClipboardAsync(site));
    }

    [Fact]
    public async Task Every_output_can_be_downloaded_once_it_is_there()
    {
        var (id, worker) = await host.UploadAsync("outputs.pdf");
        await worker.StartAsync(pages: 1);
        await using var site = await host.OpenAsync($"/?document={id}");
        await Expect(Output("text")).ToHaveAttributeAsync("title", "No page has been read yet.");
        await worker.FinishPageAsync(1, "salt and herring");
        await Expect(Output("text")).ToHaveAttributeAsync("href", $"/documents/{id}/text");
        await Expect(Output("pdf")).ToHaveAttributeAsync("title", "It is made when the last page has been read.");
        await worker.CompleteAsync();
        await Expect(Output("pdf")).ToHaveAttributeAsync("href", $"/documents/{id}/pdf");

        foreach (var (output, name) in new[]
        {
            ("text", "outputs.txt"), ("hocr", "outputs.hocr"), ("tsv", "outputs.tsv"), ("file", "outputs.pdf"),
        })
        {
            var download = await site.Page.RunAndWaitForDownloadAsync(() => Output(output).ClickAsync());
            Assert.Equal(name, download.SuggestedFilename);
            Assert.Null(await download.FailureAsync());
        }

        ILocator Output(string name) => site.Page.Locator($"[data-output={name}]");
    }

    [Fact]
    public async Task A_screen_reader_hears_what_a_search_found_and_not_each_page_that_arrives()
    {
        var (id, worker) = await host.UploadAsync("heard.pdf");
        await worker.StartAsync(pages: 3);
        await worker.FinishPageAsync(1, "salt and herring");
        await using var site = await host.OpenAsync($"/?document={id}");
        await Expect(site.Part("text")).ToContainTextAsync("salt");
        await site.Part("search-text").FillAsync("herring");
        await Expect(site.Part("announcer")).ToHaveTextAsync("1 of 1");

        await worker.FinishPageAsync(2, "herring again");
        await Expect(site.Part("search-count")).ToHaveTextAsync("1 of 2");
        await Expect(site.Part("announcer")).ToHaveTextAsync("1 of 1");
        await Expect(site.Page.Locator("output, [aria-live] [data-search-count]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task More_windows_than_a_browser_has_connections_all_follow_their_document()
    {
        var (id, worker) = await host.UploadAsync("windows.pdf");
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(1, "salt and herring");
        await using var first = await host.OpenAsync($"/?document={id}");
        await Expect(first.Part("text")).ToContainTextAsync("salt");
        // Each window of a test believes that it has the focus.
        await first.Context.AddInitScriptAsync("document.hasFocus = () => false;");
        var last = first.Page;
        for (var windows = 1; windows < 7; windows++)
        {
            last = await first.Context.NewPageAsync();
            await last.GotoAsync($"/?document={id}");
            await Expect(last.Locator("[data-text]")).ToContainTextAsync("salt");
        }

        await worker.FinishPageAsync(2, "the quay register");
        await Expect(last.GetByRole(AriaRole.Button, new() { Name = "Page 2, read, 90 % sure" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_that_could_not_be_read_says_so_in_its_place()
    {
        var (id, worker) = await host.UploadAsync("torn.pdf");
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(1, "salt and herring");
        await worker.FailPageAsync(2, "corrupt-page", "Page 2 could not be read: its image is damaged.");
        await worker.CompleteAsync();
        await using var site = await host.OpenAsync($"/?document={id}&page=2");
        await Expect(site.Part("text-state")).ToHaveTextAsync("Page 2 could not be read: its image is damaged.");
        await Expect(site.Page.GetByRole(AriaRole.Button, new() { Name = "Page 2, could not be read" })).ToBeVisibleAsync();
    }

    private static Task<string> ClipboardAsync(SitePage site) => site.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
}
