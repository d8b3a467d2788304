using System.Globalization;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Hosting;

/// <summary>Error messages of a local cluster that cannot start, and exclusive use of its data.</summary>
public sealed class LocalClusterTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Data_that_is_in_use_or_damaged_or_has_another_password_is_an_error()
    {
        await using (var first = await HostProcess.StartAsync(HostScenarios.Database, _folder))
        {
            await using var second = HostProcess.Launch(HostScenarios.Database, _folder);
            Assert.NotEqual(0, await second.WaitForExitAsync());
            AssertSays(second, $"another AppHost runs with the data in {_folder.FullPath}");
            await EndAsync(first);
        }

        await using var other = HostProcess.Launch(HostScenarios.Database, _folder, "--Parameters:postgres-password=other");
        Assert.Equal(1, await other.WaitForExitAsync());
        AssertSays(other, "the password of 'postgres' is not the one that the data in");
        AssertSays(other, "set Parameters:postgres-password to the old one");

        File.Delete(Path.Combine(_folder.FullPath, "data", "global", "pg_control"));
        await using var damaged = HostProcess.Launch(HostScenarios.Database, _folder);
        Assert.Equal(1, await damaged.WaitForExitAsync());
        AssertSays(damaged, "global/pg_control\": No such file or directory. If the data is damaged");
        AssertSays(damaged, $"rm -rf {_folder.FullPath}");
    }

    [Fact]
    public async Task Data_of_another_version_is_an_error_with_both_versions()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullPath, "data"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullPath, "data", "PG_VERSION"), "9\n");

        await using var host = HostProcess.Launch(HostScenarios.Database, _folder);

        Assert.NotEqual(0, await host.WaitForExitAsync());
        AssertSays(host, "was written by PostgreSQL 9, and this machine has 1");
    }

    [Fact]
    public async Task A_server_that_a_killed_AppHost_left_behind_is_stopped_by_the_next_one_even_through_a_symbolic_link()
    {
        using var link = new TestFolder();
        Directory.CreateDirectory(_folder.FullPath);
        Directory.CreateSymbolicLink(link.FullPath, _folder.FullPath);
        await using (var killed = await HostProcess.StartAsync(HostScenarios.Database, link))
        {
            var guard = Guard();
            Signals.Send(guard, Signals.Kill);
            killed.Send(Signals.Kill);
            await killed.WaitForExitAsync();
        }

        var left = ServerId();
        Assert.True(Directory.Exists($"/proc/{left}"));

        await using var next = await HostProcess.StartAsync(HostScenarios.Database, link);

        Assert.NotEqual(left, ServerId());
        await EndAsync(next);
    }

    private string ServerId() => File.ReadLines(Path.Combine(_folder.FullPath, "data", "postmaster.pid")).First();

    /// <summary>The process that shuts the server down when the AppHost dies; its last argument is the data folder.</summary>
    private int Guard() => Directory.GetDirectories("/proc").Select(folder => Path.GetFileName(folder))
        .Where(id => int.TryParse(id, CultureInfo.InvariantCulture, out _))
        .Where(id => CommandOf(id) is ["sh", "-c", .., var last] && last == Path.Combine(_folder.FullPath, "data"))
        .Select(id => int.Parse(id, CultureInfo.InvariantCulture)).Single();

    private static string[] CommandOf(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").TrimEnd('\0').Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static async Task EndAsync(HostProcess host)
    {
        host.Send(Signals.Terminate);
        Assert.Equal(0, await host.WaitForExitAsync());
    }

    private static void AssertSays(HostProcess host, string part) =>
        Assert.Contains(host.Lines, line => line.Contains(part, StringComparison.Ordinal));
}
