using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Spade.Tests.Site;

public sealed class AccessPageTests(SiteHost host) : IClassFixture<SiteHost>
{
    [Fact]
    public async Task Everything_is_reached_with_the_keyboard_alone()
    {
        var id = await host.CompletedAsync("keys.pdf", "salt and herring\nof the quay", "the quay register");
        await using var site = await host.OpenAsync();
        await Expect(site.Row("keys.pdf")).ToBeVisibleAsync();
        var keyboard = site.Page.Keyboard;

        await keyboard.PressAsync("Tab");
        await Expect(site.Page.Locator(".skip")).ToBeFocusedAsync();
        await TabToAsync(site, $"a[href*='{id}']");
        await keyboard.PressAsync("Enter");
        await Expect(site.Part("title")).ToBeFocusedAsync();
        await Expect(site.Part("text")).ToContainTextAsync("herring");

        await keyboard.PressAsync("ArrowRight");
        await Expect(site.Part("page-number")).ToHaveTextAsync("Page 2 of 2");
        await keyboard.PressAsync("ArrowLeft");
        await Expect(site.Part("page-number")).ToHaveTextAsync("Page 1 of 2");

        await keyboard.PressAsync("w");
        await Expect(Word("salt")).ToBeFocusedAsync();
        await keyboard.PressAsync("ArrowRight");
        await Expect(Word("and")).ToBeFocusedAsync();
        await keyboard.PressAsync("ArrowDown");
        await Expect(Word("the")).ToBeFocusedAsync();
        await Expect(site.Part("page-number")).ToHaveTextAsync("Page 1 of 2");
        await keyboard.PressAsync("Escape");

        await keyboard.PressAsync("/");
        await keyboard.TypeAsync("register");
        await keyboard.PressAsync("Enter");
        await Expect(site.Part("page-number")).ToHaveTextAsync("Page 2 of 2");
        await keyboard.PressAsync("Escape");
        await keyboard.PressAsync("d");
        await Expect(site.Part("view-title")).ToBeFocusedAsync();

        await site.Page.GoBackAsync();
        await Expect(site.Part("title")).ToBeFocusedAsync();
        await site.Page.GoBackAsync();
        await Expect(site.Row("keys.pdf").GetByRole(AriaRole.Link)).ToBeFocusedAsync();

        ILocator Word(string text) => site.Page.Locator(".word", new() { HasTextString = text }).First;
    }

    [Fact]
    public async Task The_shortcuts_are_listed_and_can_be_switched_off()
    {
        await host.CompletedAsync("shortcuts.pdf", "salt");
        await using var site = await host.OpenAsync();
        await site.Page.Keyboard.PressAsync("?");
        var dialog = site.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });
        await Expect(dialog).ToBeVisibleAsync();
        await dialog.GetByLabel("Use shortcuts of a single key").UncheckAsync();
        await site.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();

        await site.Row("shortcuts.pdf").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(site.Part("title")).ToHaveTextAsync("shortcuts.pdf");
        await site.Page.Keyboard.PressAsync("d");
        await Expect(site.Part("view=reader")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task An_automatic_check_of_accessibility_finds_nothing(ColorScheme scheme)
    {
        var id = await host.CompletedAsync($"axe {scheme}.pdf", "salt and herring");
        await using var site = await host.OpenAsync(scheme: scheme, bypassPolicy: true);
        await Expect(site.Row($"axe {scheme}.pdf")).ToBeVisibleAsync();
        await site.Page.Locator(".options summary").ClickAsync();
        await AssertAccessibleAsync(site);

        await site.Page.GotoAsync($"/?document={id}");
        await Expect(site.Part("text")).ToContainTextAsync("herring");
        await site.Part("threshold").FillAsync("95");
        await site.Part("search-text").FillAsync("salt");
        await Expect(site.Part("search-count")).ToHaveTextAsync("1 of 1");
        await AssertAccessibleAsync(site);

        await site.Page.GotoAsync("/nowhere");
        await AssertAccessibleAsync(site);
    }

    [Fact]
    public async Task The_page_follows_the_colours_of_the_system()
    {
        await using var light = await host.OpenAsync();
        await using var dark = await host.OpenAsync(scheme: ColorScheme.Dark);
        Assert.True(await BrightnessAsync(light) > 200);
        Assert.True(await BrightnessAsync(dark) < 60);
    }

    [Fact]
    public async Task A_window_of_390_pixels_shows_one_pane_at_a_time_and_never_scrolls_sideways()
    {
        var id = await host.CompletedAsync("a name that is long enough to need more than one line of a telephone.pdf", "salt and herring");
        await using var site = await host.OpenAsync(width: 390, height: 844);
        await Expect(site.Row("a name that is")).ToBeVisibleAsync();
        await AssertFitsAsync(site);

        await site.Page.GotoAsync($"/?document={id}");
        await Expect(site.Part("text")).ToContainTextAsync("herring");
        await AssertFitsAsync(site);
        await Expect(site.Part("image-pane")).ToBeHiddenAsync();
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Image", Exact = true }).ClickAsync();
        await Expect(site.Part("figure")).ToBeVisibleAsync();
        await Expect(site.Part("text-pane")).ToBeHiddenAsync();
        await AssertFitsAsync(site);
    }

    private static async Task TabToAsync(SitePage site, string selector)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            if (await site.Page.EvaluateAsync<bool>("(selector) => document.activeElement.matches(selector)", selector))
                return;
            await site.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Tab does not lead to {selector}.");
    }

    private static async Task AssertFitsAsync(SitePage site) =>
        Assert.Equal(390, await site.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));

    private static Task<int> BrightnessAsync(SitePage site) => site.Page.EvaluateAsync<int>(
        "() => Math.min(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number))");

    private static async Task AssertAccessibleAsync(SitePage site)
    {
        var result = await site.Page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(Describe)));
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}";
}
