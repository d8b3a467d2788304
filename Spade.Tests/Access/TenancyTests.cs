using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Spade.Documents.Keys;
using Spade.Tests.Api;

namespace Spade.Tests.Access;

/// <summary>Two tenants upload the same bytes. Each has a document of its own, and neither can tell that the other has one.</summary>
public sealed class TenancyTests(KeyedApi api) : IClassFixture<KeyedApi>, IAsyncLifetime
{
    private readonly byte[] _scan = Scans.Pdf();
    private string _acme = "";
    private string _umbrella = "";

    public async Task InitializeAsync()
    {
        _acme = await api.Database.AddKeyAsync("acme", scopes: [KeyScopes.Read, KeyScopes.Write]);
        _umbrella = await api.Database.AddKeyAsync("umbrella", scopes: [KeyScopes.Read, KeyScopes.Write]);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_same_bytes_are_two_documents_with_their_own_names_and_uploaders()
    {
        using var first = await UploadAsync(_acme, "contract.pdf");
        using var second = await UploadAsync(_umbrella, "guess.pdf");
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, second.StatusCode));
        var (ours, theirs) = (await first.DocumentAsync(), await second.DocumentAsync());
        Assert.NotEqual(ours.Text("id"), theirs.Text("id"));
        Assert.Equal(ours.Text("sha256"), theirs.Text("sha256"));
        Assert.Equal(("acme", TestKeys.PrefixOf(_acme)), (ours.Text("tenant"), ours.Text("uploadedBy")));
        Assert.Equal(("umbrella", TestKeys.PrefixOf(_umbrella)), (theirs.Text("tenant"), theirs.Text("uploadedBy")));

        using var again = await UploadAsync(_umbrella, "again.pdf");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var found = await again.DocumentAsync();
        Assert.Equal((theirs.Text("id"), "guess.pdf"), (found.Text("id"), found.Text("fileName")));
    }

    [Fact]
    public async Task Every_route_of_another_tenant_s_document_answers_as_for_one_that_does_not_exist()
    {
        var (id, unknown) = (await UploadedIdAsync(_acme), new string('a', 64));
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(pages: 1);
        await worker.FinishPageAsync(1, "text");
        await worker.CompleteAsync();
        var routes = (
            from endpoint in api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let pattern = endpoint.RoutePattern.RawText!
            where pattern.StartsWith("/documents/{id}", StringComparison.Ordinal)
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            select (Method: new HttpMethod(method), Pattern: pattern.Replace("{n}", "1", StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(routes);
        foreach (var (method, pattern) in routes)
            Assert.Equal(await AnswerAsync(method, pattern, unknown), await AnswerAsync(method, pattern, id));

        using var still = await api.GetAsync($"/documents/{id}", _acme);
        Assert.Equal("completed", (await still.DocumentAsync()).Text("status"));
    }

    [Fact]
    public async Task Each_lists_its_own_and_an_operator_of_any_tenant_lists_all()
    {
        var (ours, theirs) = (await UploadedIdAsync(_acme), await UploadedIdAsync(_umbrella));
        var (listed, others) = (await ListAsync(_acme), await ListAsync(_umbrella));
        Assert.Contains(ours, listed);
        Assert.Contains(theirs, others);
        Assert.Empty(listed.Intersect(others));
        var all = await ListAsync(api.Administrator);
        Assert.Contains(ours, all);
        Assert.Contains(theirs, all);
    }

    [Fact]
    public async Task Deleting_one_leaves_the_other()
    {
        var (ours, theirs) = (await UploadedIdAsync(_acme), await UploadedIdAsync(_umbrella));
        using (var cancelled = await api.SendAsync(HttpMethod.Delete, $"/documents/{ours}", _acme))
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        using (var removed = await api.SendAsync(HttpMethod.Delete, $"/documents/{ours}", _acme))
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);

        using var document = await api.GetAsync($"/documents/{theirs}", _umbrella);
        Assert.Equal("queued", (await document.DocumentAsync()).Text("status"));
        using var file = await api.GetAsync($"/documents/{theirs}/file", _umbrella);
        Assert.Equal(_scan, await file.Content.ReadAsByteArrayAsync());
    }

    /// <summary>What the other tenant is told about a document: the problem and the headers, without the id that it has sent.</summary>
    private async Task<string> AnswerAsync(HttpMethod method, string pattern, string id)
    {
        using var answer = await api.SendAsync(method, pattern.Replace("{id}", id, StringComparison.Ordinal), _umbrella);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        // An answer to HEAD has no body.
        var detail = method == HttpMethod.Head ? "" : await answer.AssertProblemAsync(HttpStatusCode.NotFound, "document-not-found");
        var headers = string.Join(' ', answer.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
        return $"{method} {pattern}: {headers}: {detail.Replace(id, "", StringComparison.Ordinal)}";
    }

    private async Task<HttpResponseMessage> UploadAsync(string key, string fileName)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/documents", UriKind.Relative));
        request.Content = new MultipartFormDataContent { { new ByteArrayContent(_scan), "file", fileName } };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await api.Client.SendAsync(request);
    }

    private async Task<string> UploadedIdAsync(string key)
    {
        using var answer = await UploadAsync(key, "scan.pdf");
        return (await answer.DocumentAsync()).Text("id");
    }

    private async Task<List<string>> ListAsync(string key)
    {
        using var answer = await api.GetAsync("/documents?limit=200", key);
        return [.. (await answer.DocumentAsync()).GetProperty("documents").EnumerateArray().Select(document => document.Text("id"))];
    }
}
