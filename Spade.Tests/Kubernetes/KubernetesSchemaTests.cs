namespace Spade.Tests.Kubernetes;

/// <summary>The judge is judged: what it must find.</summary>
public sealed class KubernetesSchemaTests
{
    [Theory]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}", "unknown kind v1 Secret")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selectors: {app: a}}", "spec.selectors: unknown field")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{name: http}]}", "spec.ports[0]: port is missing")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: \"80\"}]}", "spec.ports[0].port: '80' is no integer")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: {port: 80}}", "is no array")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {A: 5}", "data.A: '5' is no string")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {A: null}", "is no string")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:", "is no object")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nimmutable: \"true\"", "immutable: 'true' is no boolean")]
    public void A_mistake_is_found_and_named(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Single(KubernetesSchema.Latest.Errors(Assert.Single(Manifest.Parse(yaml)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {b: \"5\"}}\nspec: {ports: [{port: 80, targetPort: http}, {port: 81, targetPort: 8081}]}")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {A: text, B: \"5\", C: \"\"}")]
    public void What_is_right_passes(string yaml) => Assert.Empty(KubernetesSchema.Latest.Errors(Assert.Single(Manifest.Parse(yaml))));
}
