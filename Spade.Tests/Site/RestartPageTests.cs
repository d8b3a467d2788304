using Microsoft.Playwright;
using Spade.Tests.Api;
using static Microsoft.Playwright.Assertions;

namespace Spade.Tests.Site;

/// <summary>Each test has a host of its own, because it restarts the API.</summary>
public sealed class RestartPageTests : IAsyncLifetime
{
    private readonly SiteHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Pages_go_on_arriving_after_a_restart_and_the_wait_is_shown()
    {
        var (id, worker) = await _host.UploadAsync("restart.pdf");
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(1, "salt and herring");
        await using var site = await _host.OpenAsync($"/?document={id}");
        await Expect(site.Part("progress-text")).ToHaveTextAsync("1 of 2 pages read");
        await Expect(site.Part("text")).ToContainTextAsync("salt and herring");

        await _host.StopApiAsync();
        await Expect(site.Part("connection")).ToHaveTextAsync("Reconnecting…");
        await Expect(site.Part("text")).ToContainTextAsync("salt and herring");
        await _host.StartApiAsync();
        var again = _host.Worker(id);
        await again.FinishPageAsync(2, "the quay register");
        await again.CompleteAsync();
        await Expect(site.Part("badge").Last).ToHaveTextAsync("Completed");
        await Expect(site.Page.GetByRole(AriaRole.Button, new() { Name = "Page 2, read, 90 % sure" })).ToBeVisibleAsync();
        await Expect(site.Part("connection")).ToHaveTextAsync("");
    }

    [Fact]
    public async Task An_upload_into_a_restart_is_repeated_until_it_succeeds()
    {
        await using var site = await _host.OpenAsync();
        await Expect(site.Part("documents-state")).ToContainTextAsync("Nothing here yet");
        await _host.StopApiAsync();
        await site.DropAsync(("patient.pdf", Scans.Pdf()));
        await Expect(site.Part("uploads").Locator("li")).ToContainTextAsync("Trying again in");
        await _host.StartApiAsync();
        await Expect(site.Part("title")).ToHaveTextAsync("patient.pdf");

        using var list = await _host.Api.Client.GetAsync(new Uri("/documents", UriKind.Relative));
        Assert.Equal(1, (await list.DocumentAsync()).GetProperty("documents").GetArrayLength());
    }

    [Fact]
    public async Task The_list_is_read_again_after_a_restart()
    {
        var (id, worker) = await _host.UploadAsync("list.pdf");
        await worker.StartAsync(pages: 1);
        await using var site = await _host.OpenAsync();
        await Expect(site.Row("list.pdf").GetByText("Running")).ToBeVisibleAsync();
        await _host.StopApiAsync();
        await Expect(site.Part("connection")).ToHaveTextAsync("Reconnecting…");
        await Expect(site.Row("list.pdf")).ToBeVisibleAsync();
        await _host.StartApiAsync();
        await _host.Worker(id).FinishPageAsync(1, "salt");
        await _host.Worker(id).CompleteAsync();
        await Expect(site.Row("list.pdf").GetByText("Completed")).ToBeVisibleAsync();
    }
}
