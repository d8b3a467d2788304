namespace Spade.Tests.Kubernetes;

/// <summary>The route of the Gateway API.</summary>
public sealed class GatewayTests
{
    private const string Gateway = "gateway.enabled=true,gateway.host=spade.example,gateway.parentRefs[0].name=web,"
        + "gateway.parentRefs[0].namespace=infra,gateway.parentRefs[0].sectionName=https";

    [HelmFact]
    public async Task It_routes_the_same_paths_as_the_Ingress_without_cutting_uploads_and_waits()
    {
        var manifests = await CheckedInChart.RenderAsync("--set", Gateway + ",ingress.enabled=true,ingress.host=other.example");
        var route = manifests.Single(manifest => manifest.Label == "HTTPRoute/spade-api").Root;
        var ingress = manifests.Single(manifest => manifest.Label == "Ingress/spade-api").Root;

        Assert.Equal(
            ("web", "infra", "https", "spade.example"),
            (route.Text("spec", "parentRefs", "0", "name"), route.Text("spec", "parentRefs", "0", "namespace"),
                route.Text("spec", "parentRefs", "0", "sectionName"), route.Text("spec", "hostnames", "0")));
        var rule = Assert.Single(route.List("spec", "rules"));
        Assert.Equal(
            ingress.List("spec", "rules", "0", "http", "paths").Select(path => (path.Text("path"), path.Text("pathType"))),
            rule.List("matches").Select(match => (
                match.Text("path", "value"), match.Text("path", "type")?.Replace("PathPrefix", "Prefix", StringComparison.Ordinal))));
        Assert.Equal(("0s", "0s"), (rule.Text("timeouts", "request"), rule.Text("timeouts", "backendRequest")));
        Assert.Equal(("spade-api", "80"), (rule.Text("backendRefs", "0", "name"), rule.Text("backendRefs", "0", "port")));
    }

    [HelmFact]
    public async Task The_API_answers_under_its_host_name()
    {
        var manifests = await CheckedInChart.RenderAsync("--set", Gateway);

        var names = manifests.Single(manifest => manifest.Label == "ConfigMap/spade-api-config").Root.Text("data", "Access__AllowedHosts");
        Assert.EndsWith(".cluster.local,spade.example", names, StringComparison.Ordinal);
    }

    [HelmTheory]
    [InlineData("gateway.enabled=true,gateway.host=a.example", "gateway.parentRefs names no Gateway")]
    [InlineData("gateway.enabled=true,gateway.host=a.example,gateway.parentRefs[0].name=web", "gateway.parentRefs names web without a "
        + "sectionName")]
    [InlineData("gateway.enabled=true,gateway.parentRefs[0].name=web", "neither gateway.host nor access.allowedHosts names a host")]
    [InlineData("gateway.enabled=true,services.api.publicPaths=null", "gateway.enabled is true, and no service has publicPaths")]
    [InlineData(Gateway + ",gateway.requestTimeout=60s", "gateway.requestTimeout 60s would cut the longest wait, 60 s")]
    [InlineData(Gateway + ",gateway.requestTimeout=1m", "gateway.requestTimeout 1m would cut the longest wait, 60 s")]
    [InlineData("gateway.requestTimeout=90", "/gateway/requestTimeout")]
    [InlineData("gateway.parentRefs[0].namespace=infra", "/gateway/parentRefs/0")]
    [InlineData("gateway.host=https://a.example", "/gateway/host")]
    public async Task A_value_that_cannot_work_is_an_error_that_names_it(string value, string expected)
    {
        var rendering = await CheckedInChart.TemplateAsync("--set", value);

        Assert.NotEqual(0, rendering.ExitCode);
        Assert.Contains(expected, rendering.Error, StringComparison.Ordinal);
    }

    [HelmTheory]
    [InlineData("61s")]
    [InlineData("2m")]
    [InlineData("1h")]
    public async Task A_time_limit_above_the_longest_wait_is_used(string limit)
    {
        var manifests = await CheckedInChart.RenderAsync("--set", $"{Gateway},gateway.requestTimeout={limit}");

        var route = manifests.Single(manifest => manifest.Label == "HTTPRoute/spade-api").Root;
        Assert.Equal(limit, route.Text("spec", "rules", "0", "timeouts", "request"));
    }
}
