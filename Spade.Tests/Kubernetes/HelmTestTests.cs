using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Kubernetes;

/// <summary>What <c>helm test</c> runs.</summary>
public sealed class HelmTestTests
{
    private static readonly string Script = Repository.PathOf("manifests", "files", "test.sh");

    [HelmFact]
    public async Task It_is_a_pod_that_exists_only_while_it_runs_and_has_its_key_from_the_secret()
    {
        var manifests = await CheckedInChart.RenderAsync();
        var other = await CheckedInChart.RenderAsync("--set", "test.existingSecret=mine,test.existingSecretKey=entry");
        var open = await CheckedInChart.RenderAsync("--set", "access.administratorKey.existingSecret=");

        var objects = manifests.Where(manifest => manifest.Name == "spade-test").ToList();
        Assert.Equal(["ConfigMap", "Pod"], objects.Select(manifest => manifest.Kind).Order(StringComparer.Ordinal));
        Assert.All(objects, manifest => Assert.Equal(
            ("test", "before-hook-creation,hook-succeeded"),
            (manifest.Root.Texts("metadata", "annotations")["helm.sh/hook"],
                manifest.Root.Texts("metadata", "annotations")["helm.sh/hook-delete-policy"])));
        var config = objects.Single(manifest => manifest.Kind == "ConfigMap").Root;
        Assert.Equal(await File.ReadAllTextAsync(Script), config.Text("data", "test.sh"));
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(Path.GetDirectoryName(Script)!, "page.png")),
            Convert.FromBase64String(config.Text("binaryData", "page.png")!));
        Assert.Equal(("http://spade-api:80", "180"), (Pod(manifests).Variables["SPADE_URL"], Pod(manifests).Variables["SPADE_TIMEOUT"]));
        // Longer than the script takes, also with a slow pull; and a stop leaves the script time to delete its page.
        Assert.Equal(
            ("630", "130"),
            (Pod(manifests).Root.Text("spec", "activeDeadlineSeconds"), Pod(manifests).Root.Text("spec", "terminationGracePeriodSeconds")));
        Assert.Equal(("spade-administrator", "key"), Key(manifests));
        Assert.Equal(("mine", "entry"), Key(other));
        Assert.DoesNotContain("SPADE_KEY", Pod(open).Variables.Keys);
    }

    [Fact]
    public async Task It_uploads_a_page_waits_for_its_text_and_leaves_nothing_behind()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        await system.LaunchWorkingAsync();

        var first = await RunAsync(system, key: "");
        var key = await AddKeyAsync(system);
        var second = await RunAsync(system, key);

        foreach (var run in new[] { first, second })
        {
            Assert.True(run.ExitCode == 0, run.Output + run.Error);
            Assert.Contains("read: Spade restarts without loss", run.Output, StringComparison.Ordinal);
            Assert.EndsWith("deleted. Everything works.\n", run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("spade_", run.Output + run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, await system.ScalarAsync<long>("SELECT count(*) FROM documents"));
    }

    [Fact]
    public async Task It_fails_with_the_answer_of_the_API_and_deletes_its_page_all_the_same()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());

        var late = await RunAsync(system, key: "");
        await AddKeyAsync(system);
        var refused = await RunAsync(system, key: "spade_wrong");

        Assert.Equal(1, late.ExitCode);
        Assert.Contains("FAILED: still queued after 1 s", late.Error, StringComparison.Ordinal);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("FAILED: answered 401 and not 202", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, await system.ScalarAsync<long>("SELECT count(*) FROM documents WHERE status <> 'cancelled'"));
    }

    [Fact]
    public async Task Stopped_while_it_waits_it_deletes_its_page()
    {
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        using var test = Process.Start(new ProcessStartInfo("sh", [Script])
        {
            Environment = { ["SPADE_URL"] = Url(system), ["SPADE_KEY"] = "", ["SPADE_TIMEOUT"] = "100" },
        })!;
        await Eventually.HoldsAsync(
            "a document is uploaded", async () => await system.ScalarAsync<long>("SELECT count(*) FROM documents") == 1);

        Signals.Send(test.Id, Signals.Terminate);
        await test.WaitForExitAsync();

        Assert.Equal(143, test.ExitCode);
        Assert.Equal(0, await system.ScalarAsync<long>("SELECT count(*) FROM documents WHERE status <> 'cancelled'"));
    }

    private static string Url(SpadeSystem system) => system.Api.BaseAddress!.ToString().TrimEnd('/');

    private static async Task<ProcessRun> RunAsync(SpadeSystem system, string key)
    {
        var hasWorker = system.Services.Any(service => service.Name.StartsWith("spade-worker", StringComparison.Ordinal));
        return await ProcessRun.OfAsync("sh", [Script], environment: new Dictionary<string, string>
        {
            ["SPADE_URL"] = Url(system),
            ["SPADE_KEY"] = key,
            ["SPADE_TIMEOUT"] = hasWorker ? "50" : "1",
        });
    }

    private static async Task<string> AddKeyAsync(SpadeSystem system)
    {
        using var answer = await system.Api.PostAsJsonAsync(
            "keys", new { name = "test", scopes = new[] { "documents:write", "documents:read", "operate" } });
        var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("key").GetString()!;
    }

    private static Manifest Pod(IReadOnlyList<Manifest> manifests) => manifests.Single(manifest => manifest.Label == "Pod/spade-test");

    private static (string? Name, string? Key) Key(IReadOnlyList<Manifest> manifests)
    {
        var secret = Pod(manifests).Container.List("env").Single(variable => variable.Text("name") == "SPADE_KEY")
            .Map("valueFrom", "secretKeyRef");
        return (secret.Text("name"), secret.Text("key"));
    }
}
