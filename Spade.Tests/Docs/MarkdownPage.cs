using System.Text.RegularExpressions;

namespace Spade.Tests.Docs;

/// <summary>The parts of a Markdown file that the tests read.</summary>
internal sealed partial class MarkdownPage
{
    private readonly List<(int Line, string Text)> _prose = [];
    private readonly List<(int Line, string Text)> _blocks = [];

    private MarkdownPage(string path)
    {
        Path = path;
        var isFenced = false;
        var lines = RepositoryFiles.Read(path).Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var isFence = lines[index].TrimStart().StartsWith("```", StringComparison.Ordinal);
            isFenced ^= isFence;
            if (!isFence)
                (isFenced || lines[index].StartsWith("    ", StringComparison.Ordinal) ? _blocks : _prose).Add((index + 1, lines[index]));
        }
    }

    /// <summary>README, CONTRIBUTING and everything under <c>docs</c>.</summary>
    public static IReadOnlyList<MarkdownPage> Documentation { get; } =
        [
            .. Paths()
                .Where(path => path is "README.md" or "CONTRIBUTING.md" || path.StartsWith("docs/", StringComparison.Ordinal))
                .Select(Of),
        ];

    /// <summary>Every page of the clone.</summary>
    public static IReadOnlyList<MarkdownPage> All { get; } = [.. Paths().Select(Of)];

    /// <summary>Relative to the top of the clone.</summary>
    public string Path { get; }

    /// <summary>The lines of code blocks.</summary>
    public IReadOnlyList<(int Line, string Text)> Blocks => _blocks;

    /// <summary>All other lines.</summary>
    public IReadOnlyList<(int Line, string Text)> Prose => _prose;

    /// <summary>The texts in backticks.</summary>
    public IEnumerable<(int Line, string Text)> CodeSpans =>
        from line in _prose
        from Match span in CodeSpan().Matches(line.Text)
        select (line.Line, span.Groups["code"].Value);

    /// <summary>The targets of links and images.</summary>
    public IEnumerable<(int Line, string Target)> Links =>
        from line in _prose
        from Match link in Link().Matches(line.Text)
        select (line.Line, link.Groups["target"].Value);

    /// <summary>The anchors that a link may name after <c>#</c>, derived from headings as GitHub does.</summary>
    public IReadOnlySet<string> Anchors => _prose.Where(line => line.Text.StartsWith('#')).Select(line => Anchor(line.Text)).ToHashSet();

    private static MarkdownPage Of(string path) => new(path);

    private static IEnumerable<string> Paths() => RepositoryFiles.With(".md");

    private static string Anchor(string heading) =>
        string.Concat(heading.TrimStart('#').Trim().ToLowerInvariant()
            .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_'))
            .Replace(' ', '-');

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
