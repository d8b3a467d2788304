namespace Spade.Tests.Kubernetes;

/// <summary>Errors that <see cref="KubernetesSchema"/> must find, and correct objects that it must accept.</summary>
public sealed class KubernetesSchemaTests
{
    [Theory]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}", "unknown kind v1 Secret")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selectors: {app: a}}", "spec.selectors: unknown field")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{name: http}]}", "spec.ports[0]: port is missing")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: \"80\"}]}", "spec.ports[0].port: '80' is no "
        + "integer")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: {port: 80}}", "is no array")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {A: 5}", "data.A: '5' is no string")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {A: null}", "is no string")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:", "is no object")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nimmutable: \"true\"", "immutable: 'true' is no boolean")]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80, protocol: TCP}, {port: 80, protocol: "
        + "TCP}]}", "spec.ports: 80/TCP stands there 2 times")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, finalizers: [b, b]}", "finalizers: b stands there 2 times")]
    [InlineData("apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: a}\nspec: {rules: [{timeouts: {total: 5s}}]}",
        "spec.rules[0].timeouts.total: unknown field")]
    [InlineData("apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: a}\nspec: {scaleTargetRef: {name: a}}",
        "spec: triggers is missing")]
    [InlineData("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\nrules: [{resources: [pods]}]",
        "rules[0]: verbs is missing")]
    [InlineData("apiVersion: openslo/v1\nkind: AlertNotificationTarget\nmetadata: {name: a}\nspec: {target: a, severity: b}",
        "spec.severity: unknown field")]
    [InlineData("apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec: {groups: [{name: a, rules: "
        + "[{alert: a}]}]}", "spec.groups[0].rules[0]: expr is missing")]
    public void A_mistake_is_found_and_named(string yaml, string expected) =>
        Assert.Contains(
            expected, Assert.Single(KubernetesSchema.Latest.Errors(Assert.Single(Manifest.Parse(yaml)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {b: \"5\"}}\nspec: {ports: [{port: 80, targetPort: http}, "
        + "{port: 81, targetPort: 8081}]}")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {A: text, B: \"5\", C: \"\"}")]
    public void A_correct_object_passes(string yaml) => Assert.Empty(KubernetesSchema.Latest.Errors(Assert.Single(Manifest.Parse(yaml))));

    [Theory]
    [InlineData("env: [{name: A}, {name: B}, {name: A, value: b}]", "env: A stands there 2 times")]
    [InlineData("ports: [{containerPort: 80, protocol: TCP}, {containerPort: 80, protocol: TCP, name: http}]", "ports: 80/TCP stands "
        + "there 2 times")]
    [InlineData("volumeMounts: [{name: a, mountPath: /tmp}, {name: b, mountPath: /tmp}]", "volumeMounts: /tmp stands there 2 times")]
    [InlineData("image: b}, {name: a", "containers: a stands there 2 times")]
    [InlineData("image: b}], volumes: [{name: v}, {name: v", "volumes: v stands there 2 times")]
    [InlineData("image: b}], imagePullSecrets: [{name: s}, {name: s", "imagePullSecrets: s stands there 2 times")]
    public void A_key_that_a_pod_has_twice_is_found(string container, string expected) => Assert.Contains(
        expected,
        Assert.Single(KubernetesSchema.Latest.Errors(Assert.Single(Manifest.Parse(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {selector: {}, template: {spec: {containers: [{name: a, "
                + "" + container + "}]}}}")))),
        StringComparison.Ordinal);
}
