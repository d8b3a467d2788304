using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Spade.Documents.Keys;
using Spade.Tests.Infrastructure;
using Spade.Tests.Kubernetes;
using Spade.Tests.Rehearsal.Targets;
using Spade.Tests.Services;

namespace Spade.Tests.Rehearsal.InCluster;

/// <summary>The program as the chart's job runs it: with its own folder and no clone around it, a read-only root, an ordinary user, and a
/// service account. Only the API server is not a real one.</summary>
[Collection(BusyMachine.Name)]
public sealed class InClusterRehearsalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    [HelmFact]
    public async Task The_job_certifies_a_restart_with_the_rights_of_its_role_and_no_others()
    {
        var manifests = await CheckedInChart.RenderAsync(
            "--set", "rehearsal.enabled=true,rehearsal.durationSeconds=15,rehearsal.rate=5,rehearsal.keepSeconds=600");
        using var account = new ServiceAccount("shop");
        await using var cluster = await StubCluster.StartAsync(certificate: account.Certificate);
        await using var system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync());
        await system.LaunchWorkingAsync();
        var root = Directory.CreateTempSubdirectory("spade-root-");

        await using (var program = Start(
            account, root.FullName, cluster.Address, await AddKeyAsync(system), Arguments(manifests, system.Api.BaseAddress!)))
        {
            await program.WaitForLineAsync("The files stay in /tmp/rehearsal for 600 s", Patience);
            program.Send(15);
            var code = await program.WaitForExitAsync();

            using var certificate = JsonDocument.Parse(string.Join('\n', Certificate(program.Lines)));
            Assert.True(code == 0, string.Join('\n', program.Lines));
            Assert.Equal("certified", certificate.RootElement.GetProperty("verdict").GetString());
            Assert.Contains("in the namespace shop of a cluster", certificate.RootElement.GetProperty("target").GetString(),
                StringComparison.Ordinal);
        }

        Assert.Equal(Granted(manifests), cluster.Rights.Distinct().Order(StringComparer.Ordinal));
        // Empty outside of the pod's mount namespace.
        root.Delete();
    }

    private static ChildProcess Start(
        ServiceAccount account, string root, Uri cluster, string key, IReadOnlyList<string> arguments) => ChildProcess.Start(
        "unshare",
        new Dictionary<string, string?>
        {
            ["KUBERNETES_SERVICE_HOST"] = cluster.Host, ["KUBERNETES_SERVICE_PORT"] = cluster.Port.ToString(CultureInfo.InvariantCulture),
            ["SPADE_REHEARSAL_KEY"] = key,
        },
        ["--mount", "sh", Path.Combine(AppContext.BaseDirectory, "Rehearsal", "InCluster", "pod.sh"), account.FullPath, root,
            Path.GetDirectoryName(BuildOutput.Of("Spade.Rehearsal"))!, "dotnet", "/mnt/Spade.Rehearsal.dll", .. arguments]);

    /// <summary>The job's, but for the address, the folder, and the worker, which the API server here does not know.</summary>
    private static List<string> Arguments(IReadOnlyList<Manifest> manifests, Uri api) =>
    [
        .. manifests.Single(manifest => manifest.Label == "Job/spade-rehearsal").Container.List("args").Select(argument => argument.Text()!)
            .Where(argument => argument != "--rollout=deployment/spade-worker")
            .Select(argument => argument == "--url=http://spade-api:80" ? $"--url={api}" : argument)
            .Select(argument => argument == "--out=/rehearsal" ? "--out=/tmp/rehearsal" : argument),
    ];

    private static IEnumerable<string> Certificate(IEnumerable<string> lines) =>
        lines.SkipWhile(line => line != "{").TakeWhile(line => line != "}").Append("}");

    /// <summary>What the role allows for the API: a line for each verb.</summary>
    private static IEnumerable<string> Granted(IReadOnlyList<Manifest> manifests) =>
        manifests.Single(manifest => manifest.Label == "Role/spade-rehearsal").Root.List("rules")
            .SelectMany(
                rule => rule.List("verbs"),
                (rule, verb) => (Verb: verb.Text(), Kind: rule.Text("resources", "0"), Names: rule.List("resourceNames")))
            .SelectMany(right => right.Names.Select(name => $"/{name.Text()}").DefaultIfEmpty(""),
                (right, name) => $"{right.Verb} {right.Kind}{name}")
            .Where(right => !right.Contains("spade-worker", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Without the right to read the ledger: its rows are of the real processes, and not of the pods that the API server
    /// shows.</summary>
    private static async Task<string> AddKeyAsync(SpadeSystem system)
    {
        // The first key of all has to be able to make others.
        var administrator = await AddKeyAsync(system, by: null, KeyScopes.All);
        return await AddKeyAsync(system, administrator, ["documents:write", "documents:read"]);
    }

    private static async Task<string> AddKeyAsync(SpadeSystem system, string? by, IEnumerable<string> scopes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "keys") { Content = JsonContent.Create(new { name = "key", scopes }) };
        request.Headers.Authorization = by is null ? null : new AuthenticationHeaderValue("Bearer", by);
        using var answer = await system.Api.SendAsync(request);
        var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("key").GetString()!;
    }
}
