using System.Globalization;
using System.Text.RegularExpressions;

namespace Spade.Tests.Docs;

/// <summary>A log line of the product, as its <c>[LoggerMessage]</c> declares it.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Level">Its level; null where the caller chooses.</param>
/// <param name="Text">Its text, with the names of its fields in braces.</param>
internal sealed partial record LogMessage(int Id, string? Level, string Text)
{
    /// <summary>Every log line of the projects other than the tests.</summary>
    public static IReadOnlyList<LogMessage> All { get; } =
    [
        .. from path in RepositoryFiles.With(".cs")
           where !path.StartsWith("Spade.Tests/", StringComparison.Ordinal)
           from Match declaration in Declaration().Matches(RepositoryFiles.Read(path))
           select Of(declaration),
    ];

    private static LogMessage Of(Match declaration) => new(
        int.Parse(declaration.Groups["id"].Value, CultureInfo.InvariantCulture),
        declaration.Groups["level"] is { Success: true } level ? level.Value : null,
        string.Concat(Literal().Matches(declaration.Groups["text"].Value).Select(literal => Regex.Unescape(literal.Groups["text"].Value))));

    [GeneratedRegex(@"\[LoggerMessage\(\s*(EventId = )?(?<id>\d+),\s*(LogLevel\.(?<level>\w+),)?(?<text>.*?)\)\]", RegexOptions.Singleline)]
    private static partial Regex Declaration();

    [GeneratedRegex("""
        "(?<text>(?:[^"\\]|\\.)*)"
        """)]
    private static partial Regex Literal();
}
