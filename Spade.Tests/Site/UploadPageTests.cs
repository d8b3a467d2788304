using Microsoft.Playwright;
using Spade.Tests.Api;
using static Microsoft.Playwright.Assertions;

namespace Spade.Tests.Site;

public sealed class UploadPageTests(SiteHost host) : IClassFixture<SiteHost>
{
    [Fact]
    public async Task A_dropped_scan_is_opened_and_its_pages_appear_as_they_are_read()
    {
        await using var site = await host.OpenAsync();
        await site.DropAsync(("harbour.pdf", Scans.Pdf()));
        await Expect(site.Part("title")).ToHaveTextAsync("harbour.pdf");
        await Expect(site.Part("progress-text")).ToHaveTextAsync("Waiting for a worker");

        var worker = host.Worker(site.DocumentId);
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(1, "The harbour archive");
        await Expect(site.Part("progress-text")).ToHaveTextAsync("1 of 2 pages read");
        await Expect(site.Part("text")).ToContainTextAsync("The harbour archive");
        await Expect(site.Page.GetByRole(AriaRole.Button, new() { Name = "Page 2, not read yet" })).ToBeVisibleAsync();

        await worker.FinishPageAsync(2, "The quay register");
        await Expect(site.Page.GetByRole(AriaRole.Button, new() { Name = "Page 2, read, 90 % sure" })).ToBeVisibleAsync();
        await worker.CompleteAsync();
        await Expect(site.Part("badge").Last).ToHaveTextAsync("Completed");
        await Expect(site.Part("progress-box")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Many_scans_at_once_become_rows_of_the_list()
    {
        await using var site = await host.OpenAsync();
        await site.Part("files").SetInputFilesAsync([.. Enumerable.Range(1, 7).Select(number => new FilePayload
        {
            Name = $"batch {number}.pdf", MimeType = "application/pdf", Buffer = Scans.Pdf(),
        })]);
        await Expect(site.Row("batch")).ToHaveCountAsync(7);
        await Expect(site.Part("uploads").Locator("li")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_pasted_picture_is_uploaded()
    {
        await using var site = await host.OpenAsync();
        await site.Page.EvaluateAsync(
            """
            (base64) => {
              const clipboardData = new DataTransfer();
              const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
              clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
              window.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
            }
            """,
            Convert.ToBase64String(Scans.Png(20, 20)));
        await Expect(site.Part("title")).ToContainTextAsync("Pasted at");
    }

    [Fact]
    public async Task The_options_are_part_of_the_upload_and_stay_for_the_next_visit()
    {
        await using var site = await host.OpenAsync();
        await site.Page.GetByText("Options", new() { Exact = true }).ClickAsync();
        await site.Page.GetByLabel("German").CheckAsync();
        await site.Page.GetByLabel("Pages", new() { Exact = false }).First.FillAsync("2-3, 7");
        await site.DropAsync(("kirchenbuch.pdf", Scans.Pdf()));
        await Expect(site.Part("title")).ToHaveTextAsync("kirchenbuch.pdf");

        var document = await host.Api.Client.GetDocumentAsync(site.DocumentId);
        Assert.Equal("deu", document.Text("language"));
        await site.Page.GotoAsync("/");
        await Expect(site.Part("options-summary")).ToHaveTextAsync("German · pages 2-3, 7 · 300 dpi");
    }

    [Fact]
    public async Task A_file_that_is_no_scan_is_refused_in_its_row_with_the_reason()
    {
        await using var site = await host.OpenAsync();
        await site.DropAsync(("notes.txt", "milk, bread"u8.ToArray()));
        var row = site.Part("uploads").Locator("li");
        await Expect(row).ToContainTextAsync("Its content is of no kind that is named above");
        await Expect(row.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToBeHiddenAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_empty_file_and_one_over_the_limit_are_refused_before_they_are_sent()
    {
        await using var site = await host.OpenAsync();
        await site.DropAsync(("film.pdf", new byte[6 * 1024 * 1024]), ("nothing.pdf", []));
        var rows = site.Part("uploads").Locator("li");
        await Expect(rows.First).ToContainTextAsync("It has 6.0 MB; a file may have at most 5.0 MB.");
        await Expect(rows.Last).ToContainTextAsync("It is empty.");
        await Expect(site.Part("documents-state")).ToBeHiddenAsync();
    }
}
