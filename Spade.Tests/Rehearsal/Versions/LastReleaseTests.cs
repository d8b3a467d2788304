using Spade.Tests.Hosting;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Rehearsal.Versions;

/// <summary>Where an update comes from, in clones made for it.</summary>
public sealed class LastReleaseTests : IDisposable
{
    private const string Migrations = "Spade.Documents/Schema/Migrations";

    private readonly TestFolder _folder = new();

    private string Clone => Path.Combine(_folder.FullPath, "clone");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_tag_it_is_the_commit_before_the_last_migration()
    {
        await StartAsync();
        await CommitAsync($"{Migrations}/20260101000000_First.cs");
        await CommitAsync("between.txt");
        var before = await GitAsync("rev-parse", "HEAD");
        await CommitAsync($"{Migrations}/20260202000000_Second.cs", $"{Migrations}/20260202000000_Second.Designer.cs");
        await CommitAsync($"{Migrations}/SpadeDbContextModelSnapshot.cs");

        Assert.Equal(before, await GitAsync("rev-parse", LastRelease.Find(Clone).Reference!));

        await WriteAsync($"{Migrations}/20260303000000_NotCommitted.cs");
        Assert.Equal(("HEAD", null), LastRelease.Find(Clone));
    }

    [Fact]
    public async Task With_tags_it_is_the_last_one_before_this_commit()
    {
        await StartAsync();
        await CommitAsync($"{Migrations}/20260101000000_First.cs");
        await GitAsync("tag", "v0.1.0");
        await CommitAsync("more.txt");
        Assert.Equal(("v0.1.0", null), LastRelease.Find(Clone));

        // A release is compared with the one before it.
        await GitAsync("tag", "v0.2.0");
        Assert.Equal(("v0.1.0", null), LastRelease.Find(Clone));
    }

    [Fact]
    public async Task Without_history_there_is_none_and_the_reason_is_given()
    {
        Directory.CreateDirectory(Clone);
        Assert.Contains("is no clone", LastRelease.Find(Clone).Missing, StringComparison.Ordinal);

        await StartAsync();
        await CommitAsync("one.txt");
        await CommitAsync("two.txt");
        var shallow = Path.Combine(_folder.FullPath, "shallow");
        await GitAsync("clone", "--quiet", "--depth", "1", new Uri(Clone).ToString(), shallow);
        Assert.Contains("git fetch --unshallow", LastRelease.Find(shallow).Missing, StringComparison.Ordinal);
    }

    private async Task StartAsync()
    {
        Directory.CreateDirectory(Path.Combine(Clone, Migrations));
        await GitAsync("init", "--quiet");
    }

    private async Task CommitAsync(params string[] files)
    {
        foreach (var file in files)
            await WriteAsync(file);
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "--no-gpg-sign", "-m", files[0]);
    }

    private Task WriteAsync(string file) => File.WriteAllTextAsync(Path.Combine(Clone, file), file);

    private async Task<string> GitAsync(params string[] arguments)
    {
        var run = await ProcessRun.OfAsync("git", ["-C", Clone, .. arguments]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output.Trim();
    }
}
