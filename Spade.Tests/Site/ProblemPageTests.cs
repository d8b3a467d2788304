using System.Net;
using Spade.Tests.Api;
using static Microsoft.Playwright.Assertions;

namespace Spade.Tests.Site;

public sealed class ProblemPageTests(SiteHost host) : IClassFixture<SiteHost>
{
    private const string Chromium = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    [Theory]
    [InlineData("/nowhere", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/documents/unknown", HttpStatusCode.NotFound, "document-not-found")]
    [InlineData("/documents?limit=0", HttpStatusCode.BadRequest, "invalid-parameter")]
    public async Task A_browser_gets_a_page_with_the_title_the_detail_and_the_type(string path, HttpStatusCode status, string slug)
    {
        using var response = await AskAsync(path, Chromium);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("Accept", response.Headers.Vary);
        Assert.Contains($"urn:spade:problem:{slug}", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/problem+json")]
    [InlineData("application/json, text/html;q=0.9")]
    [InlineData("text/html;q=0, */*")]
    public async Task Every_other_client_gets_problem_details(string? accept)
    {
        using var unknownPath = await AskAsync("/nowhere", accept);
        await unknownPath.AssertProblemAsync(HttpStatusCode.NotFound, "not-found");
        using var unknownDocument = await AskAsync("/documents/unknown", accept);
        await unknownDocument.AssertProblemAsync(HttpStatusCode.NotFound, "document-not-found");
    }

    [Fact]
    public async Task A_browser_that_asks_under_a_foreign_name_gets_the_refusal_as_a_page()
    {
        using var response = await AskAsync("/documents", Chromium, ("Host", "rebind.example"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("urn:spade:problem:foreign-host", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_the_page_says_when_to_try_again()
    {
        await using var api = await ApiProcess.StartAsync("Host=127.0.0.1;Port=1;Database=none;Username=none;Password=none");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/documents", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", Chromium);
        using var response = await api.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("Try again", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Text_of_a_client_is_shown_and_not_run()
    {
        using var response = await AskAsync("/documents/%3Cscript%3Ealert(1)%3C%2Fscript%3E", Chromium);
        Assert.DoesNotContain("<script>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chromium_shows_the_page_and_its_way_back()
    {
        await using var site = await host.OpenAsync("/documents/unknown");
        await Expect(site.Page.Locator("h1")).ToHaveTextAsync("There is no such document");
        await site.Page.GetByText("Go to the documents").ClickAsync();
        await Expect(site.Part("view-title")).ToBeVisibleAsync();
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string? accept, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await host.Api.Client.SendAsync(request);
    }
}
