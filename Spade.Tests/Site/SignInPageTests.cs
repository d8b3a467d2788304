using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Npgsql;
using Spade.Documents.Keys;
using Spade.Tests.Access;
using Spade.Tests.Api;
using static Microsoft.Playwright.Assertions;

namespace Spade.Tests.Site;

public sealed class SignInPageTests(SignInPageTests.Host host) : IClassFixture<SignInPageTests.Host>
{
    [Fact]
    public async Task A_key_signs_in_the_page_says_who_and_signing_out_ends_it()
    {
        await using var site = await host.OpenAsync();
        await Expect(Dialog(site)).ToBeVisibleAsync();
        await Expect(Dialog(site)).ToContainTextAsync("Paste an API key to go on.");
        await site.Page.Keyboard.PressAsync("Escape");
        await Expect(Dialog(site)).ToBeVisibleAsync();

        await SignInAsync(site, host.Key[..^1]);
        await Expect(site.Part("sign-in-problem")).ToContainTextAsync("It is incomplete, wrong, revoked or expired.");
        await SignInAsync(site, host.Key);
        await Expect(Dialog(site)).ToBeHiddenAsync();
        await Expect(site.Part("session")).ToContainTextAsync(TestKeys.PrefixOf(host.Key));
        await Expect(site.Part("count=failed")).ToHaveTextAsync("0");
        Assert.Equal("", await site.Page.EvaluateAsync<string>("() => document.cookie"));

        await site.DropAsync(("signed in.pdf", Scans.Pdf()));
        await Expect(site.Part("title")).ToHaveTextAsync("signed in.pdf");
        await site.Page.ReloadAsync();
        await Expect(site.Part("title")).ToHaveTextAsync("signed in.pdf");

        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(Dialog(site)).ToBeVisibleAsync();
        Assert.DoesNotContain(await site.Context.CookiesAsync(), cookie => cookie.Name == "spade-session");
    }

    [Fact]
    public async Task Signing_in_takes_one_request_and_the_list_comes_with_the_next()
    {
        await using var site = await host.OpenAsync("/openapi/v1.json");
        List<string> answers = [];
        site.Page.Response += (_, response) =>
        {
            if (response.Request.Method == "POST" || response.Url.Contains("/documents?", StringComparison.Ordinal))
                answers.Add($"{response.Request.Method} {response.Status}");
        };
        await site.Page.GotoAsync("/");
        await SignInAsync(site, host.Key);
        await Expect(site.Part("documents-state").Or(site.Part("documents").Locator("li")).First)
            .Not.ToHaveTextAsync("Loading documents…");
        Assert.Equal(["GET 401", "POST 200", "GET 200"], answers.Take(3));
    }

    [Fact]
    public async Task A_session_that_ends_is_noticed_and_an_upload_waits_for_the_next_one()
    {
        var key = await host.AddKeyAsync();
        await using var site = await host.OpenAsync();
        await SignInAsync(site, key);
        await Expect(site.Part("documents-state").Or(site.Part("documents").Locator("li")).First).ToBeVisibleAsync();
        await host.Database.RevokeKeyAsync(key);
        await Expect(Dialog(site)).ToContainTextAsync("Your session has ended.");

        await site.DropAsync(("patient.pdf", Scans.Pdf()));
        await SignInAsync(site, await host.AddKeyAsync());
        await Expect(site.Part("title")).ToHaveTextAsync("patient.pdf");
    }

    [Fact]
    public async Task A_key_that_may_only_read_sees_documents_and_is_told_why_it_sees_nothing_else()
    {
        await using var site = await host.OpenAsync();
        await SignInAsync(site, await host.AddKeyAsync(KeyScopes.Read));
        await Expect(site.Part("queue-note")).ToHaveTextAsync("Shown only to the team that runs the service.");
        await site.DropAsync(("refused.pdf", Scans.Pdf()));
        await Expect(site.Part("uploads").Locator("li")).ToContainTextAsync("Not uploaded");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task An_automatic_check_of_accessibility_finds_nothing(ColorScheme scheme)
    {
        await using var site = await host.OpenAsync(scheme: scheme, bypassPolicy: true);
        await SignInAsync(site, "spade_wrong");
        await Expect(site.Part("sign-in-problem")).ToBeVisibleAsync();
        Assert.Empty((await site.Page.RunAxe()).Violations.Select(violation => violation.Help));
        await SignInAsync(site, host.Key);
        await Expect(site.Part("session")).ToBeVisibleAsync();
        Assert.Empty((await site.Page.RunAxe()).Violations.Select(violation => violation.Help));
    }

    private static ILocator Dialog(SitePage site) => site.Page.GetByRole(AriaRole.Dialog, new() { Name = "Sign in to Spade" });

    private static async Task SignInAsync(SitePage site, string key)
    {
        await site.Page.GetByLabel("API key").FillAsync(key);
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>An API with a key.</summary>
    public sealed class Host : SiteHost
    {
        internal string Key { get; private set; } = "";

        internal Task<string> AddKeyAsync(params string[] scopes) => Database.AddKeyAsync(scopes: scopes);

        protected override async Task PrepareAsync(string database)
        {
            await using var source = NpgsqlDataSource.Create(database);
            Key = await source.AddKeyAsync();
        }
    }
}
