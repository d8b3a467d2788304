using System.Text.RegularExpressions;

namespace Spade.Tests.Docs;

/// <summary>Every name that occurs in the repository's code, configuration and scripts. Comments do not count: a name that only
/// comments mention no longer exists.</summary>
internal static partial class KnownNames
{
    private static readonly string[] Extensions =
        [".cs", ".csproj", ".props", ".targets", ".json", ".yaml", ".tpl", ".mjs", ".sh", ".proto", ".editorconfig"];

    private static readonly IReadOnlyList<string> Sources =
    [
        .. RepositoryFiles.With(Extensions).Where(path => !path.StartsWith("Spade.Tests/Docs/", StringComparison.Ordinal)).Select(Code),
        RepositoryFiles.Read("spade"),
        .. RepositoryFiles.All,
    ];

    private static readonly HashSet<string> Words = [.. Sources.SelectMany(source => Word().Matches(source)).Select(word => word.Value)];

    private static readonly HashSet<string> Dotted =
        [.. Sources.SelectMany(source => DottedName().Matches(source)).Select(name => name.Value)];

    private static readonly HashSet<string> ChartWords =
    [
        .. RepositoryFiles.All.Where(path => path.StartsWith("manifests/", StringComparison.Ordinal))
            .SelectMany(path => Word().Matches(RepositoryFiles.Read(path))).Select(word => word.Value),
    ];

    private static readonly HashSet<string> Files = [.. RepositoryFiles.All];

    /// <summary>A type, a member, a variable or a column, as a whole word.</summary>
    public static bool HasWord(string word) => Words.Contains(word);

    /// <summary>A metric, a tag or a span, such as <c>spade.jobs.claimed</c>, or its part up to a dot.</summary>
    public static bool HasDotted(string name) =>
        Dotted.Any(known => known == name || known.StartsWith(name + ".", StringComparison.Ordinal));

    /// <summary>The same in Prometheus's form, with a unit and a suffix appended.</summary>
    public static bool HasPrometheus(string name) =>
        Dotted.Any(known => name.StartsWith(known.Replace('.', '_'), StringComparison.Ordinal)) || Words.Contains(name);

    /// <summary>The last part of a chart value.</summary>
    public static bool HasChartWord(string word) => ChartWords.Contains(word);

    /// <summary>A file or a folder, relative to the top of the clone or to any folder in it.</summary>
    public static bool HasPath(string path)
    {
        var name = path.TrimStart('.').Trim('/');
        return Files.Contains(name) || Files.Any(file =>
            file.EndsWith("/" + name, StringComparison.Ordinal)
            || file.StartsWith(name + "/", StringComparison.Ordinal)
            || file.Contains("/" + name + "/", StringComparison.Ordinal));
    }

    /// <summary>A folder or a file at the top of the clone.</summary>
    public static bool IsTopLevel(string name) => Files.Any(file => file.Split('/')[0] == name);

    private static string Code(string path)
    {
        var text = RepositoryFiles.Read(path);
        return Path.GetExtension(path) == ".cs" ? Comment().Replace(text, "") : text;
    }

    [GeneratedRegex(@"(?<!:)//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"spade(\.[a-z_]+)+")]
    private static partial Regex DottedName();
}
