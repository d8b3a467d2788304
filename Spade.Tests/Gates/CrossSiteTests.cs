using System.Net;
using System.Net.Http.Headers;
using Spade.Documents.Documents;
using Spade.Tests.Api;

namespace Spade.Tests.Gates;

/// <summary>What any page that a person opens can make a browser send to this service: forms and simple requests.</summary>
public sealed class CrossSiteTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly (string, string) Foreign = ("Origin", "https://evil.example");

    [Theory]
    [InlineData("POST", "/queues/documents/pause")]
    [InlineData("POST", "/queues/documents/resume")]
    [InlineData("DELETE", "/documents/00000000000000000000000000000000000000000000000000000000000000ff")]
    [InlineData("POST", "/nowhere")]
    public async Task A_page_of_another_site_changes_nothing(string method, string path)
    {
        foreach (var site in new[] { "cross-site", "same-site" })
        {
            using var modern = await api.Client.SendAsync(new HttpMethod(method), path, ("Sec-Fetch-Site", site), Foreign);
            var detail = await modern.AssertProblemAsync(HttpStatusCode.Forbidden, "cross-site");
            Assert.Contains($"'Sec-Fetch-Site: {site}'", detail, StringComparison.Ordinal);
        }

        using var older = await api.Client.SendAsync(new HttpMethod(method), path, Foreign);
        await older.AssertProblemAsync(HttpStatusCode.Forbidden, "cross-site");
        Assert.False(await IsPausedAsync());
    }

    [Fact]
    public async Task A_form_of_another_site_uploads_nothing()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Scans.Pdf()), "file", "planted.pdf" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/documents", UriKind.Relative)) { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", "navigate");
        request.Headers.Add("Origin", "null");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var response = await api.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("urn:spade:problem:cross-site", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var list = await api.Client.GetAsync("/documents");
        Assert.DoesNotContain("planted.pdf", await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("http://localhost:1")]
    [InlineData("http://127.0.0.1.evil.example")]
    [InlineData("evil")]
    public async Task An_origin_that_is_not_the_service_s_own_is_foreign(string origin)
    {
        using var response = await api.Client.SendAsync(HttpMethod.Post, "/queues/documents/resume", ("Origin", origin));
        await response.AssertProblemAsync(HttpStatusCode.Forbidden, "cross-site");
    }

    [Fact]
    public async Task The_service_s_own_page_and_programs_are_let_through()
    {
        (string, string)[][] own =
        [
            [],
            [("Sec-Fetch-Site", "same-origin")],
            [("Sec-Fetch-Site", "none")],
            [("Origin", api.Address.GetLeftPart(UriPartial.Authority))],
            // TLS ends at a proxy, which passes the name on.
            [("Host", "scans.localhost"), ("Origin", "https://scans.localhost")],
        ];
        foreach (var headers in own)
        {
            using var response = await api.Client.SendAsync(HttpMethod.Post, "/queues/documents/resume", headers);
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_link_from_another_site_opens_and_no_answer_may_be_read_there()
    {
        using var link = await api.Client.GetAsync("/languages", ("Sec-Fetch-Site", "cross-site"), Foreign);
        Assert.Equal(HttpStatusCode.OK, link.StatusCode);
        Assert.Equal("same-origin", link.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        using var preflight = await api.Client.SendAsync(
            HttpMethod.Options, "/documents", Foreign, ("Access-Control-Request-Method", "POST"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, preflight.StatusCode);
        Assert.All([link, preflight], answer => Assert.DoesNotContain(
            answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("GET", "/documents", "Host", "rebind.example")]
    [InlineData("POST", "/queues/documents/pause", "Sec-Fetch-Site", "cross-site")]
    [InlineData("GET", "/documents?colour=red", "Accept", "*/*")]
    [InlineData("GET", "/nowhere", "Accept", "text/html")]
    [InlineData("PATCH", "/documents", "Accept", "*/*")]
    public async Task A_refusal_may_not_be_shown_by_another_site_either(string method, string path, string header, string value)
    {
        using var response = await api.Client.SendAsync(new HttpMethod(method), path, (header, value));
        Assert.InRange((int)response.StatusCode, 400, 499);
        Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
    }

    private async Task<bool> IsPausedAsync()
    {
        using var queues = await api.Client.GetAsync("/queues");
        return (await queues.DocumentAsync()).GetProperty("queues").EnumerateArray()
            .Single(queue => queue.Text("name") == RecognizeDocument.Queue).GetProperty("paused").GetBoolean();
    }
}
