using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary>Checks the chart in <c>manifests/</c> against the AppHost that publishes it.</summary>
public sealed class CheckedInManifestsTests : IDisposable
{
    private readonly ChartFolder _folder = new();

    private static Dictionary<string, string> CheckedIn => ChartFolder.Read(Repository.PathOf("manifests"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task They_are_what_the_AppHost_publishes_and_publishing_again_changes_nothing()
    {
        CheckedInChart.CopyTo(Path.Combine(_folder.FullPath, "again"));
        var (first, second) = (await PublishAsync("first"), await PublishAsync("again"));

        AssertSame(CheckedIn, first, "manifests/ is stale; publish it again and check it in: ./spade publish");
        AssertSame(CheckedIn, second, "publishing into manifests/ itself changes it");
    }

    [Fact]
    public async Task A_changed_budget_makes_them_stale()
    {
        var changed = await PublishAsync("changed", "--spade-api:Shutdown:InFlight=23");

        var stale = Assert.Single(Differences(CheckedIn, changed));
        Assert.Equal("values.yaml", stale);
        Assert.Contains("    drainSeconds: 31\n", changed[stale], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_budget_that_does_not_add_up_is_not_published()
    {
        var run = await RunAsync("refused", "--spade-api:Shutdown:GracePeriod=30");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("terminationGracePeriodSeconds 30 s is less than preStop + drain, 35 s", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullPath, "refused")));
    }

    [Fact]
    public async Task A_step_that_fails_is_an_exit_code()
    {
        Directory.CreateDirectory(_folder.PathOf("taken"));
        await File.WriteAllTextAsync(_folder.PathOf("taken/notes.txt"), "mine");

        var run = await RunAsync("taken");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("which is not a Helm chart", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal(["notes.txt"], ChartFolder.Read(_folder.PathOf("taken")).Keys);
    }

    private async Task<IReadOnlyDictionary<string, string>> PublishAsync(string name, params string[] more)
    {
        var run = await RunAsync(name, more);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        return ChartFolder.Read(Path.Combine(_folder.FullPath, name));
    }

    private Task<ProcessRun> RunAsync(string name, params string[] more) => ProcessRun.OfAsync("dotnet",
        [
            BuildOutput.Of("Spade.AppHost"), "--operation", "publish", "--step", "publish",
            "--output-path", Path.Combine(_folder.FullPath, name), .. more,
        ]);

    private static void AssertSame(
        IReadOnlyDictionary<string, string> expected, IReadOnlyDictionary<string, string> actual, string otherwise)
    {
        var different = Differences(expected, actual);
        Assert.True(different.Count == 0, $"{otherwise}. Different: {string.Join(", ", different)}");
    }

    private static List<string> Differences(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        [
            .. left.Keys.Union(right.Keys).Where(file => left.GetValueOrDefault(file) != right.GetValueOrDefault(file))
                .Order(StringComparer.Ordinal),
        ];
}
