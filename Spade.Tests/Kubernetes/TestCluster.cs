using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Spade.Tests.Kubernetes;

/// <summary>A fake API server that answers what helm asks before it renders a chart: the known kinds, and one Deployment.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    /// <summary>The chart's kinds by the path of their API group.</summary>
    private static readonly Dictionary<string, (string Resource, string Kind)[]> Kinds = new()
    {
        ["/api/v1"] = [("configmaps", "ConfigMap"), ("services", "Service"), ("serviceaccounts", "ServiceAccount")],
        ["/apis/apps/v1"] = [("deployments", "Deployment"), ("statefulsets", "StatefulSet")],
        ["/apis/autoscaling/v2"] = [("horizontalpodautoscalers", "HorizontalPodAutoscaler")],
        ["/apis/keda.sh/v1alpha1"] = [("scaledobjects", "ScaledObject")],
        ["/apis/policy/v1"] = [("poddisruptionbudgets", "PodDisruptionBudget")],
    };

    private readonly WebApplication _api;
    private readonly ChartFolder _folder;

    private TestCluster(WebApplication api, ChartFolder folder) => (_api, _folder) = (api, folder);

    /// <summary>Helm arguments that select this cluster.</summary>
    internal string[] Arguments =>
        ["--dry-run=server", "--is-upgrade", "--disable-openapi-validation", "--kubeconfig", _folder.PathOf("kubeconfig")];

    internal static async Task<TestCluster> StartAsync(string deployment)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var api = builder.Build();
        Answer("/version", """{"major":"1","minor":"36","gitVersion":"v1.36.2"}""");
        Answer("/api", """{"kind":"APIVersions","versions":["v1"]}""");
        Answer("/apis", JsonSerializer.Serialize(new
        {
            kind = "APIGroupList",
            groups = Kinds.Keys.Where(path => path.StartsWith("/apis/", StringComparison.Ordinal)).Select(path => path.Split('/'))
                .Select(parts => new
                {
                    name = parts[2], versions = new[] { new { groupVersion = $"{parts[2]}/{parts[3]}", version = parts[3] } },
                }),
        }));
        foreach (var (path, kinds) in Kinds)
        {
            Answer(path, JsonSerializer.Serialize(new
            {
                kind = "APIResourceList",
                groupVersion = path[(path.IndexOf('/', 1) + 1)..],
                resources = kinds.Select(
                    each => new { name = each.Resource, kind = each.Kind, namespaced = true, verbs = new[] { "get" } }),
            }));
        }

        Answer("/apis/apps/v1/namespaces/scans/deployments/spade-worker", deployment);
        api.MapFallback(() => Results.Json(new { kind = "Status", status = "Failure", reason = "NotFound", code = 404 }, statusCode: 404));
        await api.StartAsync();
        var folder = new ChartFolder();
        await File.WriteAllTextAsync(folder.PathOf("kubeconfig"), $"""
            apiVersion: v1
            kind: Config
            current-context: test
            clusters:
              - name: test
                cluster:
                  server: {api.Urls.First()}
            contexts:
              - name: test
                context:
                  cluster: test
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
