using Microsoft.Playwright;
using Spade.Jobs.Handlers;
using Spade.Tests.Api;
using static Microsoft.Playwright.Assertions;

namespace Spade.Tests.Site;

public sealed class ActionPageTests(SiteHost host) : IClassFixture<SiteHost>
{
    [Fact]
    public async Task A_running_document_is_cancelled()
    {
        var (id, worker) = await host.UploadAsync("cancel.pdf");
        await worker.StartAsync(pages: 3);
        await using var site = await host.OpenAsync($"/?document={id}");
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(site.Part("notices")).ToContainTextAsync("It was cancelled.");
        Assert.Equal("cancelled", (await host.Api.Client.GetDocumentAsync(id)).Text("status"));
    }

    [Fact]
    public async Task Cancelling_a_document_that_has_just_completed_does_not_remove_it()
    {
        var (id, worker) = await host.UploadAsync("late.pdf");
        await worker.StartAsync(pages: 1);
        await using var site = await host.OpenAsync();
        await Expect(site.Row("late.pdf").GetByText("Running")).ToBeVisibleAsync();
        await site.Page.RouteAsync("**/documents?*", route => route.AbortAsync());
        await worker.FinishPageAsync(1, "salt");
        await worker.CompleteAsync();
        await site.Row("late.pdf").GetByRole(AriaRole.Button, new() { Name = "Cancel late.pdf" }).ClickAsync();
        await Expect(site.Part("toast")).ToHaveTextAsync("late.pdf had completed already.");
        Assert.Equal("completed", (await host.Api.Client.GetDocumentAsync(id)).Text("status"));
    }

    [Fact]
    public async Task A_failed_document_says_why_and_is_retried()
    {
        var (id, worker) = await host.UploadAsync("damaged.pdf");
        await worker.StartAsync(pages: 1);
        await worker.FailAsync(new JobError("corrupt", "The PDF is damaged."));
        await using var site = await host.OpenAsync($"/?document={id}");
        await Expect(site.Part("notices")).ToContainTextAsync("The PDF is damaged.");
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Expect(site.Part("progress-box")).ToBeVisibleAsync();
        Assert.Equal("queued", (await host.Api.Client.GetDocumentAsync(id)).Text("status"));
    }

    [Fact]
    public async Task A_document_is_deleted_after_a_question()
    {
        var id = await host.CompletedAsync("delete.pdf", "salt");
        await using var site = await host.OpenAsync($"/?document={id}");
        var delete = site.Page.Locator("[data-view=reader]").GetByRole(AriaRole.Button, new() { Name = "Delete" });
        var dialog = site.Page.GetByRole(AriaRole.Dialog);
        await delete.ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(site.Part("title")).ToHaveTextAsync("delete.pdf");

        await delete.ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(site.Part("toast")).ToHaveTextAsync("delete.pdf was deleted.");
        await Expect(site.Part("view=home")).ToBeVisibleAsync();
        await Expect(site.Row("delete.pdf")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_unknown_document_says_what_to_do()
    {
        await using var site = await host.OpenAsync($"/?document={new string('0', 64)}");
        await Expect(site.Part("title")).ToHaveTextAsync("No such document");
        await Expect(site.Part("notices")).ToContainTextAsync("Upload the scan again");
    }

    [Fact]
    public async Task The_queue_and_the_processes_are_shown_and_a_pause_too()
    {
        await host.UploadAsync("waiting.pdf");
        await using var site = await host.OpenAsync();
        await Expect(site.Part("count=waiting")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[1-9]"));
        await Expect(site.Part("workers-note")).ToContainTextAsync("No worker runs.");
        await Expect(site.Part("paused")).ToBeHiddenAsync();
        using var paused = await host.Api.Client.PostAsync(new Uri("/queues/documents/pause", UriKind.Relative), null);
        Assert.True(paused.IsSuccessStatusCode, await paused.Content.ReadAsStringAsync());
        await Expect(site.Part("paused")).ToBeVisibleAsync();
        using var resumed = await host.Api.Client.PostAsync(new Uri("/queues/documents/resume", UriKind.Relative), null);
    }
}
