using System.Reflection;
using System.Xml.Linq;
using Spade.Tests.Docs;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Architecture;

/// <summary>Allowed references between projects, and the packages they use.</summary>
public sealed class ProjectTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Spade.Shutdown"] = [],
        ["Spade.Jobs"] = ["Spade.Shutdown"],
        ["Spade.Documents"] = ["Spade.Jobs"],
        ["Spade.ServiceDefaults"] = ["Spade.Shutdown"],
        ["Spade.Hosting"] = [],
        ["Spade.Api"] = ["Spade.Documents", "Spade.ServiceDefaults"],
        ["Spade.Worker"] = ["Spade.Documents", "Spade.ServiceDefaults"],
        // Api and Worker are project references for the build order only; their assemblies are not used.
        ["Spade.AppHost"] = ["Spade.Hosting", "Spade.ServiceDefaults"],
        ["Spade.Rehearsal"] = ["Spade.AppHost"],
    };

    public static TheoryData<string> Projects => [.. Arrows.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_what_its_arrows_lead_to(string project)
    {
        var allowed = Reached(project).ToHashSet();
        var used = Assembly.Load(project).GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => name.StartsWith("Spade.", StringComparison.Ordinal));

        Findings.AssertNone(used.Where(name => !allowed.Contains(name)).Select(name => $"{project} uses {name}"));
    }

    [Fact]
    public void A_graceful_stop_needs_neither_PostgreSQL_nor_EF_Core_nor_any_package() => Assert.Empty(Packages("Spade.Shutdown"));

    [Fact]
    public void The_queue_needs_no_package_but_Npgsql() => Assert.Equal(["Npgsql"], Packages("Spade.Jobs"));

    [Fact]
    public void A_namespace_is_its_folder() => Findings.AssertNone(
        from path in RepositoryFiles.With(".cs")
        where path.StartsWith("Spade.", StringComparison.Ordinal)
        let lines = RepositoryFiles.Read(path).Split('\n')
        let line = lines.FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
        let actual = line?["namespace ".Length..].TrimEnd(';', ' ', '{')
        where actual is not null && !IsIntegration(path, actual) && actual != Path.GetDirectoryName(path)!.Replace('/', '.')
        select $"{path} is in {actual}");

    /// <summary>Integrations follow Aspire's convention: extension methods in Aspire's namespace, annotations in the project's.</summary>
    private static bool IsIntegration(string path, string space) =>
        path.StartsWith("Spade.Hosting/", StringComparison.Ordinal) && space is "Aspire.Hosting" or "Spade.Hosting";

    private static IEnumerable<string> Reached(string project) => Arrows[project].SelectMany(next => Reached(next).Prepend(next));

    private static IEnumerable<string> Packages(string project) =>
        XDocument.Load(Repository.PathOf(project, $"{project}.csproj")).Descendants("PackageReference")
            .Where(reference => reference.Attribute("PrivateAssets") is null)
            .Select(reference => reference.Attribute("Include")!.Value);
}
