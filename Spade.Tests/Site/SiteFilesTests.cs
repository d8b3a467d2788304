using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Spade.Api.Site;

namespace Spade.Tests.Site;

public sealed class SiteFilesTests(SiteHost host) : IClassFixture<SiteHost>
{
    [Fact]
    public async Task Every_module_parses_and_finds_its_imports()
    {
        var files = host.Api.Services.GetRequiredService<SiteFiles>();
        Assert.NotEmpty(files.Scripts);
        await using var site = await host.OpenAsync();
        foreach (var script in files.Scripts)
            await site.Page.EvaluateAsync("(path) => import(path).then(() => true)", $"{files.Folder}/{script}");
    }

    [Fact]
    public async Task Files_are_kept_for_ever_at_the_address_of_their_version_and_not_at_all_at_another()
    {
        var files = host.Api.Services.GetRequiredService<SiteFiles>();
        using var ours = await GetAsync($"{files.Folder}/js/main.js");
        Assert.Equal("text/javascript; charset=utf-8", ours.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=31536000, immutable", ours.Headers.GetValues("Cache-Control").Single());

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{files.Folder}/js/main.js");
        request.Headers.IfNoneMatch.Add(ours.Headers.ETag!);
        using var known = await host.Api.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);

        using var others = await GetAsync("/site/0123456789ab/js/main.js");
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
        Assert.Equal("no-store", others.Headers.GetValues("Cache-Control").Single());
        using var none = await GetAsync($"{files.Folder}/js/none.js");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task The_page_allows_no_inline_script_and_nothing_of_another_origin()
    {
        using var response = await GetAsync("/");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var html = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_needs_no_database()
    {
        await using var site = await Api.ApiProcess.StartAsync("Host=127.0.0.1;Port=1;Database=none;Username=none;Password=none");
        using var response = await site.Client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private Task<HttpResponseMessage> GetAsync(string path) => host.Api.Client.GetAsync(new Uri(path, UriKind.Relative));
}
