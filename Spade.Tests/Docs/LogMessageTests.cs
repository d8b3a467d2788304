using System.Globalization;
using System.Text.RegularExpressions;

namespace Spade.Tests.Docs;

/// <summary>The services write the log lines that the documentation quotes.</summary>
public sealed partial class LogMessageTests
{
    [Fact]
    public void Every_event_of_docs_telemetry_has_the_id_the_level_and_the_text_of_the_code()
    {
        var rows = Page("docs/telemetry.md").Prose.Select(line => Row().Match(line.Text)).Where(row => row.Success).ToList();

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Contains(
            LogMessage.All,
            message => message.Id == int.Parse(row.Groups["id"].Value, CultureInfo.InvariantCulture)
                && message.Text == row.Groups["text"].Value
                && (message.Level is null || row.Groups["level"].Value == message.Level)));
    }

    [Fact]
    public void Every_pattern_that_the_runbook_greps_for_is_part_of_a_log_line()
    {
        var patterns = Page("docs/runbook.md").Blocks.Select(line => Grep().Match(line.Text)).Where(grep => grep.Success)
            .SelectMany(grep => grep.Groups["patterns"].Value.Split('|')).ToList();

        Assert.NotEmpty(patterns);
        Assert.All(
            patterns, pattern => Assert.Contains(LogMessage.All, message => message.Text.Contains(pattern, StringComparison.Ordinal)));
    }

    private static MarkdownPage Page(string path) => MarkdownPage.Documentation.Single(page => page.Path == path);

    [GeneratedRegex(@"^\|[^|]*\| (?<id>\d{4}) \| (?<level>[^|]+?) \| `(?<text>[^`]+)`")]
    private static partial Regex Row();

    [GeneratedRegex("""
        grep -E "(?<patterns>[^"]+)"
        """)]
    private static partial Regex Grep();
}
