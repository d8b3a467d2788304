using System.Text.RegularExpressions;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Architecture;

/// <summary>The rooms of every project and what each may use, read from the tables of <c>docs/architecture.md</c>.</summary>
internal static partial class RoomTable
{
    private const string Root = "root";

    /// <summary>A row of a table.</summary>
    /// <param name="Project">Project, such as <c>Spade.Jobs</c>.</param>
    /// <param name="Name">The room's folder, such as <c>Leases</c>.</param>
    /// <param name="Uses">Folders of the same project that it may use.</param>
    public sealed record Room(string Project, string Name, IReadOnlyList<string> Uses)
    {
        public string Namespace => $"{Project}.{Name}";

        public override string ToString() => Namespace;
    }

    /// <summary>All rooms without the row <c>root</c>, since the root of a project may use every room.</summary>
    public static IReadOnlyList<Room> All { get; } = [.. Read()];

    /// <summary>The projects that have a table.</summary>
    public static IReadOnlyList<string> Projects { get; } = [.. All.Select(room => room.Project).Distinct()];

    public static IEnumerable<Room> Of(string project) => All.Where(room => room.Project == project);

    private static IEnumerable<Room> Read()
    {
        var project = "";
        foreach (var line in File.ReadLines(Repository.PathOf("docs", "architecture.md")))
        {
            if (Heading().Match(line) is { Success: true } heading)
                project = heading.Groups["project"].Value;
            else if (line.StartsWith('#'))
                project = "";
            if (project.Length == 0 || Row().Match(line) is not { Success: true } row)
                continue;
            var uses = Word().Matches(row.Groups["uses"].Value).Select(word => word.Value).ToList();
            var names = Word().Matches(row.Groups["rooms"].Value).Select(word => word.Value);
            foreach (var name in names.Where(name => name is not (Root or "room")))
                yield return new Room(project, name, uses);
        }
    }

    [GeneratedRegex(@"^### (?<project>Spade\.\w+)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| (?<rooms>[^|]+) \|[^|]*\|(?<uses>[^|]*)\|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
