using System.Text.RegularExpressions;

namespace Spade.Tests.Docs;

/// <summary>Names of ours in backticks and in the code tags of comments exist: types, members, files, settings, variables, metrics,
/// columns and commands.</summary>
public sealed partial class CodeNameTests
{
    /// <summary>Names of other systems and of examples, which do not occur in our sources.</summary>
    private static readonly string[] Foreign =
    [
        // .NET and OpenTelemetry
        "MemoryPool", "NameResolution", "OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_EXPORTER_OTLP_HEADERS",
        "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL",
        // Prometheus
        "process_exit_code", "honor_labels",
        // Kubernetes, nginx
        "CreateContainerConfigError", "FailedScheduling", "NodeNotReady", "ClientSettingsPolicy", "keepalive_timeout",
        // PostgreSQL and its image
        "pg_hba", "nss_wrapper",
        // An argument of an image's build
        "OCR_LANGUAGES",
        // Endings of names with an ellipsis: …_TRACES_PROTOCOL
        "_TRACES_PROTOCOL", "_TRACES_HEADERS",
        // Files that the reader creates
        "alb.yaml", "watch.yaml", "network.yaml",
        // Conditions and reasons of a route's status in the Gateway API
        "ResolvedRefs", "UnsupportedValue", "PartiallyInvalid",
    ];

    private static readonly string[] ChartKeys =
    [
        "api", "worker", "shutdown", "services", "externalDatabase", "postgres", "ingress", "gateway", "access", "telemetry", "monitoring",
        "slo", "networkPolicy", "test", "security",
    ];

    [Fact]
    public void Every_name_in_backticks_that_looks_like_ours_exists() =>
        Findings.AssertNone(
            from page in MarkdownPage.Documentation
            from span in page.CodeSpans
            from name in Unknown(span.Text)
            where !Foreign.Contains(name)
            select $"{page.Path}:{span.Line} {name}");

    [Fact]
    public void Every_name_in_the_code_tags_of_a_comment_that_looks_like_ours_exists() =>
        Findings.AssertNone(
            from path in RepositoryFiles.With(".cs")
            from line in RepositoryFiles.Read(path).Split('\n').Index()
            where line.Item.TrimStart().StartsWith("///", StringComparison.Ordinal)
            from Match code in CodeTag().Matches(line.Item)
            from name in Unknown(code.Groups["code"].Value)
            select $"{path}:{line.Index + 1} {name}");

    [Fact]
    public void No_exception_is_unused()
    {
        var mentioned = MarkdownPage.Documentation.SelectMany(page => page.CodeSpans).SelectMany(span => Unknown(span.Text)).ToHashSet();

        Findings.AssertNone(Foreign.Except(mentioned));
    }

    [Theory]
    [InlineData("JobClient.RetryAsync")]
    [InlineData("Spade.Jobs/Schema/JobSql.cs")]
    [InlineData("Shutdown__PreStop=20")]
    [InlineData("Restarts:Retention")]
    [InlineData("spade.jobs.claimed")]
    [InlineData("shutdown.api.drainSeconds")]
    [InlineData("./spade soak steady load")]
    [InlineData("GET /documents/{id}/text")]
    [InlineData("handed_over")]
    public void A_name_that_exists_is_found(string code) => Assert.Empty(Unknown(code));

    [Theory]
    [InlineData("JobClient.ImagineAsync", "ImagineAsync")]
    [InlineData("Spade.Jobs/Schema/Nothing.cs", "Spade.Jobs/Schema/Nothing.cs")]
    [InlineData("Shutdown__Imagined=20", "Shutdown__Imagined")]
    [InlineData("Restarts:Imagined", "Restarts:Imagined")]
    [InlineData("spade.jobs.imagined", "spade.jobs.imagined")]
    [InlineData("shutdown.api.napSeconds", "shutdown.api.napSeconds")]
    [InlineData("./spade vanish", "./spade vanish")]
    [InlineData("imagined_over", "imagined_over")]
    public void A_name_that_does_not_exist_is_reported(string code, string name) => Assert.Equal([name], Unknown(code));

    private static IEnumerable<string> Unknown(string code)
    {
        if (Command().Match(code) is { Success: true } command)
            return KnownNames.HasWord(command.Groups["verb"].Value) && IsCommand(command.Groups["verb"].Value) ? [] : [command.Value];
        return code.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(UnknownIn);
    }

    private static bool IsCommand(string verb) =>
        Regex.IsMatch(RepositoryFiles.Read("spade"), $@"^\s*{verb}(\s*\|[^)]*)?\)|^  {verb} ", RegexOptions.Multiline);

    private static IEnumerable<string> UnknownIn(string word)
    {
        var bare = word.Trim('(', ')', '"', '\'', ',', ';', '.', '…', '<', '>', '[', ']', '{', '}', '*', '$');
        if (IsPath(bare))
            return KnownNames.HasPath(bare) ? [] : [bare];
        if (Setting().Match(bare) is { Success: true } setting)
            return setting.Value.Split("__").SelectMany(part => part.Split(':')).All(KnownNames.HasWord) ? [] : [setting.Value];
        if (bare.StartsWith("spade.", StringComparison.Ordinal))
            return KnownNames.HasDotted(bare) ? [] : [bare];
        if (ChartValue().Match(bare) is { Success: true } value && ChartKeys.Contains(value.Groups["top"].Value))
            return KnownNames.HasChartWord(value.Groups["last"].Value) ? [] : [value.Value];
        return Identifier().Matches(bare).Select(identifier => identifier.Value)
            .Where(name => name.StartsWith("spade_", StringComparison.Ordinal)
                ? !KnownNames.HasPrometheus(name)
                : !KnownNames.HasWord(name));
    }

    private static bool IsPath(string word)
    {
        if (word.StartsWith('/') || word.Contains("://", StringComparison.Ordinal) || word.Contains('<', StringComparison.Ordinal))
            return false;
        return OwnFile().IsMatch(word) || (word.Contains('/', StringComparison.Ordinal) && KnownNames.IsTopLevel(word.Split('/')[0]));
    }

    [GeneratedRegex("<c>(?<code>[^<]+)</c>")]
    private static partial Regex CodeTag();

    [GeneratedRegex(@"^\./spade (?<verb>[a-z]+)")]
    private static partial Regex Command();

    /// <summary><c>Section:Key</c>, or <c>Section__Key</c> as a variable.</summary>
    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*((__|:)[A-Za-z][A-Za-z0-9]*)+")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^(?<top>[a-z][A-Za-z]*)(\.[A-Za-z]+)*\.(?<last>[a-z][A-Za-z]*)")]
    private static partial Regex ChartValue();

    /// <summary>PascalCase of two words, or words joined by underscores; a single capitalised word only on its own.</summary>
    [GeneratedRegex(
        @"\b(?:[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+|I[A-Z][a-z]+[A-Za-z0-9]*|[A-Z_][A-Z0-9]*_[A-Z0-9_]+|[a-z]+(?:_[a-z]+)+"
        + @"|^[A-Z][a-z]+$)\b")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^[\w./-]*[\w-]\.(cs|md|csproj|sln|yaml|tpl|props|targets|mjs|sh|json)$")]
    private static partial Regex OwnFile();
}
