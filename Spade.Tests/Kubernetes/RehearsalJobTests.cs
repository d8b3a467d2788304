using Spade.Rehearsal.CommandLine;

namespace Spade.Tests.Kubernetes;

/// <summary>The job that rehearses a restart after an upgrade.</summary>
public sealed class RehearsalJobTests
{
    private const string Enabled = "rehearsal.enabled=true";

    [HelmFact]
    public async Task It_is_a_hook_after_upgrades_that_is_never_tried_again_and_whose_rights_go_with_its_end()
    {
        var manifests = await CheckedInChart.RenderAsync(
            "--set", Enabled + ",rehearsal.timeoutSeconds=600,rehearsal.keepSeconds=300,rehearsal.ttlSeconds=60");

        var objects = manifests.Where(manifest => manifest.Name == "spade-rehearsal").ToList();
        Assert.Equal(["Job", "Role", "RoleBinding", "ServiceAccount"], objects.Select(manifest => manifest.Kind).Order());
        Assert.All(objects, manifest => Assert.Equal("post-upgrade", Annotation(manifest, "helm.sh/hook")));
        Assert.All(
            objects.Where(manifest => manifest.Kind != "Job"),
            manifest => Assert.Equal(
                ("-1", "before-hook-creation,hook-succeeded,hook-failed"),
                (Annotation(manifest, "helm.sh/hook-weight"), Annotation(manifest, "helm.sh/hook-delete-policy"))));
        var job = Job(manifests);
        Assert.Equal(
            ("0", "before-hook-creation", "0"),
            (Annotation(job, "helm.sh/hook-weight"), Annotation(job, "helm.sh/hook-delete-policy"), job.Root.Text("spec", "backoffLimit")));
        Assert.Equal(
            ("900", "60", "Never"),
            (job.Root.Text("spec", "activeDeadlineSeconds"), job.Root.Text("spec", "ttlSecondsAfterFinished"),
                job.Pod!.Text("restartPolicy")));
        Assert.DoesNotContain(await CheckedInChart.RenderAsync(), manifest => manifest.Name == "spade-rehearsal");
    }

    [HelmFact]
    public async Task Its_command_line_names_every_service_and_is_one_that_the_program_takes()
    {
        var manifests = await CheckedInChart.RenderAsync("--set", Enabled + ",rehearsal.keepSeconds=300,rehearsal.rate=50");
        var arguments = Job(manifests).Container.List("args").Select(argument => argument.Text()!).ToArray();

        RehearsalArguments? read = null;
        var parsed = RehearsalCommand.Create((found, _) =>
        {
            read = found;
            return Task.FromResult(0);
        }).Parse(arguments);
        Assert.Empty(parsed.Errors);
        await parsed.InvokeAsync();

        ArgumentRules.Check(read!);
        Assert.Equal(
            ("rollout", "in-cluster", new Uri("http://spade-api"), "/rehearsal"), (read!.Schedule, read.KubeContext, read.Url, read.Out));
        Assert.Equal(["deployment/spade-api", "deployment/spade-worker"], read.Rollouts);
        Assert.Equal(
            (TimeSpan.FromMinutes(1), 50d, true, TimeSpan.FromMinutes(5)), (read.Duration, read.Rate, read.PrintCertificate, read.Keep));
        Assert.Equal(
            ["/rehearsal", "/tmp"], Job(manifests).Container.List("volumeMounts").Select(mount => mount.Text("mountPath")));
    }

    [HelmFact]
    public async Task Its_role_names_what_it_may_change_and_belongs_to_its_account()
    {
        var manifests = await CheckedInChart.RenderAsync("--set", Enabled);

        var rules = manifests.Single(manifest => manifest.Label == "Role/spade-rehearsal").Root.List("rules").Select(rule => string.Join(
            ' ', new[] { "apiGroups", "resources", "resourceNames", "verbs" }
                .Select(part => string.Join(',', rule.List(part).Select(entry => entry.Text())))));
        Assert.Equal(
            ["apps deployments spade-api,spade-worker get,patch", " configmaps spade-api-config,spade-worker-config get",
                " pods  list,watch"],
            rules);
        var binding = manifests.Single(manifest => manifest.Label == "RoleBinding/spade-rehearsal").Root;
        Assert.Equal(
            ("Role", "spade-rehearsal", "ServiceAccount", "spade-rehearsal", "default"),
            (binding.Text("roleRef", "kind"), binding.Text("roleRef", "name"), binding.Text("subjects", "0", "kind"),
                binding.Text("subjects", "0", "name"), binding.Text("subjects", "0", "namespace")));
        Assert.Equal("spade-rehearsal", Job(manifests).Pod!.Text("serviceAccountName"));
        // All other accounts are without a token.
        Assert.All(
            manifests.Where(manifest => manifest.Kind == "ServiceAccount"),
            account => Assert.Equal("false", account.Root.Text("automountServiceAccountToken")));
    }

    [HelmFact]
    public async Task Its_key_comes_from_its_secret_or_is_the_administrators()
    {
        Assert.Equal(("spade-administrator", "key"), await KeyAsync(""));
        Assert.Equal(("mine", "entry"), await KeyAsync(",rehearsal.existingSecret=mine,rehearsal.existingSecretKey=entry"));
        Assert.Equal((null, null), await KeyAsync(",access.administratorKey.existingSecret="));
    }

    [HelmTheory]
    [InlineData("rehearsal.durationSeconds=5", "/rehearsal/durationSeconds")]
    [InlineData("rehearsal.rate=0", "/rehearsal/rate")]
    [InlineData("rehearsal.keepSeconds=-1", "/rehearsal/keepSeconds")]
    [InlineData("rehearsal.schedule=kill", "'schedule' not allowed")]
    [InlineData("rehearsal=null", "The values have no section rehearsal")]
    public async Task A_value_that_cannot_work_is_an_error_that_names_it(string value, string expected)
    {
        var rendering = await CheckedInChart.TemplateAsync("--set", value);

        Assert.NotEqual(0, rendering.ExitCode);
        Assert.Contains(expected, rendering.Error, StringComparison.Ordinal);
    }

    private static async Task<(string? Name, string? Key)> KeyAsync(string values)
    {
        var variable = Job(await CheckedInChart.RenderAsync("--set", Enabled + values)).Container.List("env").SingleOrDefault();
        return (variable?.Text("valueFrom", "secretKeyRef", "name"), variable?.Text("valueFrom", "secretKeyRef", "key"));
    }

    private static Manifest Job(IReadOnlyList<Manifest> manifests) => manifests.Single(manifest => manifest.Label == "Job/spade-rehearsal");

    private static string? Annotation(Manifest manifest, string name) =>
        manifest.Root.Texts("metadata", "annotations").GetValueOrDefault(name);
}
