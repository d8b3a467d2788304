using System.Text.RegularExpressions;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Kubernetes;

/// <summary>What the official image of PostgreSQL writes under a read-only root.</summary>
public sealed partial class PostgresImageTests
{
    [HelmFact]
    public async Task PostgreSQL_can_write_to_each_path_that_the_documentation_lists_and_to_no_other()
    {
        var server = (await CheckedInChart.RenderAsync()).Single(manifest => manifest.Label == "StatefulSet/spade-postgres");
        var section = (await File.ReadAllTextAsync(Repository.PathOf("docs/kubernetes.md")))
            .Split("## What PostgreSQL's image writes")[1].Split("\n## ")[0];
        // Memory of the container runtime, which is no mount of the pod's.
        var listed = ListedPath().Matches(section).Select(path => path.Groups["path"].Value).Except(["/dev/shm"]).ToList();
        var mounts = server.Container.List("volumeMounts").Select(mount => mount.Text("mountPath")!).ToList();

        Assert.Equal("true", server.Container.Text("securityContext", "readOnlyRootFilesystem"));
        Assert.Equal(mounts.Count, listed.Count);
        Assert.All(
            listed, path => Assert.Contains(mounts, mount => path == mount || path.StartsWith(mount + "/", StringComparison.Ordinal)));
        Assert.Contains(server.Variables["PGDATA"], listed);
        Assert.All(mounts, mount => Assert.Contains(mount, section, StringComparison.Ordinal));
    }

    [GeneratedRegex("(?m)^\\| `(?<path>/[^`]+)`")]
    private static partial Regex ListedPath();
}
