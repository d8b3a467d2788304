using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Spade.Tests.Kubernetes;

/// <summary>Rules for every object and container of a rendering, for all values.</summary>
internal static partial class ManifestRules
{
    private static readonly string[] Hooks = ["preStop", "postStart"];
    private static readonly string[] Secrets = ["PASSWORD", "AdministratorKey", "SPADE_KEY", "SPADE_REHEARSAL_KEY"];
    private static readonly string[] Probes = ["startupProbe", "readinessProbe", "livenessProbe"];

    /// <param name="manifests">What the chart rendered.</param>
    /// <param name="isPlanned">False when <c>extraEnv</c> replaces shutdown numbers; they are not checked then.</param>
    internal static void Check(IReadOnlyList<Manifest> manifests, bool isPlanned = true)
    {
        Assert.NotEmpty(manifests);
        Assert.Equal(manifests.Count, manifests.DistinctBy(manifest => manifest.Label).Count());
        Assert.Empty(manifests.SelectMany(KubernetesSchema.Latest.Errors));
        foreach (var manifest in manifests)
        {
            CheckLabels(manifest);
            CheckPasswords(manifest);
            if (manifest.Pod is { } pod)
                CheckPod(manifest, pod, manifests);
            if (manifest.Kind == "Deployment")
                CheckDeployment(manifest, manifests);
            if (manifest.Kind == "Deployment" && isPlanned)
                CheckShutdown(manifest, manifests);
        }
    }

    private static void CheckLabels(Manifest manifest)
    {
        var labels = manifest.Root.Texts("metadata", "labels");
        string[] expected =
        [
            "app", "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component", "app.kubernetes.io/part-of",
            "app.kubernetes.io/managed-by", "helm.sh/chart",
        ];
        Assert.All(expected, label => Assert.True(labels.ContainsKey(label), $"{manifest} has no label {label}"));
    }

    /// <summary>A password or a key may only come from a reference to a secret.</summary>
    private static void CheckPasswords(Manifest manifest)
    {
        Assert.NotEqual("Secret", manifest.Kind);
        Assert.DoesNotContain(manifest.Root.Scalars(), scalar => PasswordOfNpgsql().IsMatch(scalar.Value));
        foreach (var variable in manifest.Pod?.List("containers").SelectMany(container => container.List("env")) ?? [])
        {
            if (!Array.Exists(Secrets, secret => variable.Text("name")!.Contains(secret, StringComparison.OrdinalIgnoreCase)))
                continue;
            Assert.Null(variable.Text("value"));
            var source = variable.Map("valueFrom", "secretKeyRef");
            Assert.True(
                source.Text("name") is not null && source.Text("key") is not null, $"{manifest}: it comes from a secret's entry");
        }
    }

    private static void CheckPod(Manifest manifest, YamlMappingNode pod, IReadOnlyList<Manifest> manifests)
    {
        // Only the rehearsal asks anything of Kubernetes.
        Assert.Equal(manifest.Name == "spade-rehearsal" ? "true" : "false", pod.Text("automountServiceAccountToken"));
        Assert.Equal("false", pod.Text("enableServiceLinks"));
        Assert.Equal("true", pod.Text("securityContext", "runAsNonRoot"));
        Assert.True(pod.Number("securityContext", "runAsUser") > 0);
        Assert.Equal("RuntimeDefault", pod.Text("securityContext", "seccompProfile", "type"));
        var labels = manifest.Root.Texts("spec", "template", "metadata", "labels");
        Assert.DoesNotContain("helm.sh/chart", labels.Keys);
        if (manifest.Kind is not ("Job" or "Pod"))
        {
            CheckSelector(manifest, manifest.Root.Texts("spec", "selector", "matchLabels"), labels);
            var account = Assert.Single(manifests, other => other.Kind == "ServiceAccount" && other.Name == pod.Text("serviceAccountName"));
            Assert.Equal("false", account.Root.Text("automountServiceAccountToken"));
        }

        foreach (var container in pod.List("containers").Cast<YamlMappingNode>())
            CheckContainer(pod, container);
    }

    private static void CheckContainer(YamlMappingNode pod, YamlMappingNode container)
    {
        Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
        Assert.Equal("false", container.Text("securityContext", "allowPrivilegeEscalation"));
        Assert.Equal("ALL", container.Text("securityContext", "capabilities", "drop", "0"));
        Assert.NotNull(container.Text("resources", "requests", "cpu"));
        Assert.NotNull(container.Text("resources", "limits", "memory"));
        Assert.Null(container.Text("resources", "limits", "cpu"));
        Assert.All(container.List("volumeMounts"), mount => Assert.NotNull(mount.Text("mountPath")));
        Assert.Contains(container.List("volumeMounts"), mount => mount.Text("mountPath") == "/tmp");
        Assert.All(
            pod.List("volumes"),
            volume => Assert.NotNull(
                volume.Text("emptyDir", "sizeLimit") ?? volume.Text("secret", "secretName") ?? volume.Text("configMap", "name")));
        foreach (var hook in Hooks.Select(hook => container.At("lifecycle", hook)).OfType<YamlMappingNode>())
            Assert.Single(hook.Children);
        foreach (var probe in Probes.Select(probe => container.At(probe, "httpGet")).OfType<YamlMappingNode>())
        {
            Assert.Equal("HTTP", probe.Text("scheme"));
            Assert.Contains(container.List("ports"), port => port.Text("name") == probe.Text("port"));
        }
    }

    private static void CheckDeployment(Manifest deployment, IReadOnlyList<Manifest> manifests)
    {
        Assert.Equal(deployment.Name, deployment.Root.Text("spec", "template", "metadata", "labels", "app"));
        var steps = deployment.Root.Map("spec", "strategy", "rollingUpdate");
        Assert.Equal(("1", "0"), (steps.Text("maxSurge"), steps.Text("maxUnavailable")));
        Assert.NotNull(deployment.Root.Text("spec", "template", "metadata", "annotations", "checksum/config"));
        Assert.Equal("ScheduleAnyway", deployment.Pod!.Text("topologySpreadConstraints", "0", "whenUnsatisfiable"));
        Assert.Equal("pod-template-hash", deployment.Pod!.Text("topologySpreadConstraints", "0", "matchLabelKeys", "0"));
        var labels = deployment.Root.Texts("spec", "template", "metadata", "labels");
        var budget = Assert.Single(manifests, other => other.Kind == "PodDisruptionBudget" && other.Name == deployment.Name);
        Assert.Equal(
            ("1", "AlwaysAllow"), (budget.Root.Text("spec", "maxUnavailable"), budget.Root.Text("spec", "unhealthyPodEvictionPolicy")));
        CheckSelector(budget, budget.Root.Texts("spec", "selector", "matchLabels"), labels);
        var isScaled = manifests.Any(other => other.Kind is "HorizontalPodAutoscaler" or "ScaledObject" && other.Name == deployment.Name);
        Assert.Equal(isScaled, deployment.Root.At("spec", "replicas") is null);
        Assert.Equal(isScaled, deployment.Root.Text("metadata", "annotations", "spade/replicas") == "autoscaler");
    }

    /// <summary>The pod spec and the variables have the same numbers, and they add up.</summary>
    private static void CheckShutdown(Manifest deployment, IReadOnlyList<Manifest> manifests)
    {
        var grace = deployment.Pod!.Number("terminationGracePeriodSeconds");
        // Undoing a rollout does not restore a config map, but the numbers must change together with the grace period.
        Assert.DoesNotContain(
            Assert.Single(manifests, other => other.Kind == "ConfigMap" && other.Name == $"{deployment.Name}-config").Root.Texts("data")
                .Keys,
            name => name.StartsWith("Shutdown__", StringComparison.Ordinal));
        var plan = deployment.Variables;
        var terms = new[] { "PreStop", "LameDuck", "InFlight", "Close", "Margin" }
            .Sum(term => int.Parse(plan[$"Shutdown__{term}"]!, CultureInfo.InvariantCulture));
        Assert.Equal(grace.ToString(CultureInfo.InvariantCulture), plan["Shutdown__GracePeriod"]);
        Assert.True(grace >= terms, $"{deployment}: {grace} s of grace for {terms} s of stop");
        var preStop = deployment.Container.At("lifecycle", "preStop");
        var command = preStop?.Text("exec", "command", "2");
        Assert.Equal(
            plan["Shutdown__PreStop"],
            preStop?.Text("sleep", "seconds") ?? command?.Replace("sleep ", "", StringComparison.Ordinal) ?? "0");
    }

    /// <summary>The three keys that Npgsql takes a password from.</summary>
    [GeneratedRegex(@"(^|;)\s*(password|psw|pwd)\s*=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PasswordOfNpgsql();

    private static void CheckSelector(
        Manifest manifest, IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels)
    {
        Assert.Equal(["app", "app.kubernetes.io/instance"], selector.Keys.Order(StringComparer.Ordinal));
        Assert.All(selector, pair => Assert.True(
            labels.GetValueOrDefault(pair.Key) == pair.Value, $"{manifest} selects {pair.Key}={pair.Value}, which its pods are not"));
    }
}
