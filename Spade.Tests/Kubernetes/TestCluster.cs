using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Spade.Tests.Kubernetes;

/// <summary>What helm asks a cluster for before it renders a chart: the kinds that there are, and one Deployment.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private const string Deployments = """{"kind":"APIResourceList","groupVersion":"apps/v1","resources":[{"name":"deployments","namespaced":true,"kind":"Deployment","verbs":["get"]}]}""";

    private readonly WebApplication _api;
    private readonly ChartFolder _folder;

    private TestCluster(WebApplication api, ChartFolder folder) => (_api, _folder) = (api, folder);

    /// <summary>Helm's arguments that make it ask this cluster.</summary>
    internal string[] Arguments => ["--dry-run=server", "--kubeconfig", _folder.PathOf("kubeconfig")];

    internal static async Task<TestCluster> StartAsync(string deployment)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var api = builder.Build();
        Answer("/version", """{"major":"1","minor":"36","gitVersion":"v1.36.2"}""");
        Answer("/api", """{"kind":"APIVersions","versions":["v1"]}""");
        Answer("/apis", """{"kind":"APIGroupList","apiVersion":"v1","groups":[{"name":"apps","versions":[{"groupVersion":"apps/v1","version":"v1"}]}]}""");
        Answer("/api/v1", """{"kind":"APIResourceList","groupVersion":"v1","resources":[]}""");
        Answer("/apis/apps/v1", Deployments);
        Answer("/apis/apps/v1/namespaces/scans/deployments/spade-worker", deployment);
        api.MapFallback(() => Results.Json(new { kind = "Status", status = "Failure", reason = "NotFound", code = 404 }, statusCode: 404));
        await api.StartAsync();
        var folder = new ChartFolder();
        await File.WriteAllTextAsync(folder.PathOf("kubeconfig"), $$"""
            {"apiVersion":"v1","kind":"Config","current-context":"a","clusters":[{"name":"a","cluster":{"server":"{{api.Urls.First()}}"}}],
            "contexts":[{"name":"a","context":{"cluster":"a","user":"a"}}],"users":[{"name":"a","user":{}}]}
            """);
        return new TestCluster(api, folder);

        void Answer(string path, string json) => api.MapGet(path, () => Results.Text(json, "application/json"));
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        _folder.Dispose();
    }
}
