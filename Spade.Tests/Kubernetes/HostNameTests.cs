namespace Spade.Tests.Kubernetes;

/// <summary>The names under which the services of the chart answer.</summary>
public sealed class HostNameTests
{
    [HelmFact]
    public async Task The_API_answers_under_every_name_of_its_Service_and_of_the_Ingress_and_under_those_that_are_added()
    {
        const string Service = "spade-api,spade-api.scans,spade-api.scans.svc,spade-api.scans.svc";
        var inside = await CheckedInChart.RenderAsync("--namespace", "scans");
        Assert.Equal($"{Service}.cluster.local", Names(inside, "api"));
        Assert.Null(Names(inside, "worker"));

        var outside = await CheckedInChart.RenderAsync(
            "--namespace", "scans", "--set", "ingress.enabled=true,ingress.host=spade.example",
            "--set", "access.allowedHosts={*.example.org},access.clusterDomain=k8s.internal");
        Assert.Equal($"{Service}.k8s.internal,spade.example,*.example.org", Names(outside, "api"));
    }

    private static string? Names(IReadOnlyList<Manifest> manifests, string service) => manifests
        .Single(manifest => manifest.Label == $"ConfigMap/spade-{service}-config").Root.Text("data", "Access__AllowedHosts");
}
