using System.Text.RegularExpressions;
using Spade.Documents.Keys;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary>The first administrator's key on its way into a cluster.</summary>
public sealed partial class AdministratorKeyTests
{
    [HelmFact]
    public async Task It_comes_from_its_secret_to_the_processes_that_migrate_the_database()
    {
        const string Other = "access.administratorKey.existingSecret=other,access.administratorKey.existingSecretKey=entry";
        var trial = await CheckedInChart.RenderAsync();
        var external = await CheckedInChart.RenderAsync(
            "--set", "externalDatabase.enabled=true,externalDatabase.host=db.example", "--set", Other);
        var without = await CheckedInChart.RenderAsync("--set", "access.administratorKey.existingSecret=");

        Assert.Equal(
            ["Deployment/spade-api spade-administrator/key", "Deployment/spade-worker spade-administrator/key"],
            Sources(trial).Order(StringComparer.Ordinal));
        Assert.Equal(["Job/spade-migrate other/entry"], Sources(external));
        Assert.Empty(Sources(without));
    }

    [HelmTheory]
    [InlineData("api.config.Access__AdministratorKey=x", "api.config.Access__AdministratorKey is not to be set")]
    [InlineData(
        "externalDatabase.enabled=true,externalDatabase.host=db,api.config.access__administratorkey=x",
        "api.config.access__administratorkey is not to be set")]
    [InlineData("access.administratorKey.existingSecretKey=", "/access/administratorKey/existingSecretKey")]
    [InlineData("access.administratorKey.key=x", "'key' not allowed")]
    public async Task A_value_that_would_not_keep_it_secret_is_an_error_that_names_it(string value, string expected)
    {
        var rendering = await CheckedInChart.TemplateAsync("--set", value);

        Assert.NotEqual(0, rendering.ExitCode);
        Assert.Contains(expected, rendering.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docs/access.md")]
    [InlineData("docs/kubernetes.md")]
    [InlineData("manifests/values.yaml")]
    [InlineData("manifests/templates/NOTES.txt")]
    public async Task The_documented_command_makes_a_key(string file)
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf(file));
        var value = FromLiteral().Match(text).Groups["value"].Value;

        var run = await ProcessRun.OfAsync("sh", ["-c", $"printf %s \"{value}\""]);

        Assert.True(KeyText.TryParse(run.Output, out _), $"{run.Output}{run.Error}");
    }

    private static IEnumerable<string> Sources(IReadOnlyList<Manifest> manifests) =>
        from manifest in manifests
        where manifest.Pod is not null
        from variable in manifest.Container.List("env")
        where variable.Text("name") == "Access__AdministratorKey"
        let secret = variable.Map("valueFrom", "secretKeyRef")
        select $"{manifest.Label} {secret.Text("name")}/{secret.Text("key")}";

    [GeneratedRegex("""
        --from-literal=(key|\{\{ \.existingSecretKey }})="(?<value>spade_[^"]+)"
        """)]
    private static partial Regex FromLiteral();
}
