using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Spade.ServiceDefaults.Database;

/// <summary>What a statement does and to which table, such as <c>INSERT jobs</c>: <c>db.query.summary</c> of OpenTelemetry's
/// conventions.</summary>
internal static partial class QuerySummary
{
    /// <summary>A service has a few dozen statements. Beyond this number they are parsed each time, to bound the memory.</summary>
    private const int MostKept = 1000;

    private static readonly ConcurrentDictionary<string, string> Kept = new(StringComparer.Ordinal);

    /// <summary>The first write and its table; for a query the first word and the first table it reads, if any.</summary>
    public static string Of(string sql)
    {
        if (Kept.TryGetValue(sql, out var known))
            return known;
        var summary = Read(sql);
        if (Kept.Count < MostKept)
            Kept.TryAdd(sql, summary);
        return summary;
    }

    private static string Read(string sql)
    {
        if (Write().Match(sql) is { Success: true } write)
            return $"{write.Groups["verb"].Value.ToUpperInvariant()} {write.Groups["table"].Value}";
        var verb = FirstWord().Match(sql).Value.ToUpperInvariant();
        // WITH without a write is a query.
        verb = verb is "WITH" or "" ? "SELECT" : verb;
        return Source().Match(sql) is { Success: true } source ? $"{verb} {source.Groups["table"].Value}" : verb;
    }

    // Does not match SELECT ... FOR UPDATE, FOR NO KEY UPDATE and ON CONFLICT DO UPDATE.
    [GeneratedRegex(
        """\b(?:(?<verb>INSERT)\s+INTO|(?<verb>DELETE)\s+FROM|(?<verb>COPY)|(?<!\b(?:FOR|KEY|DO)\s+)(?<verb>UPDATE))"""
        + """\s+"?(?<table>[a-z_]\w*)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Write();

    // Does not match a function in place of a table.
    [GeneratedRegex(
        """\bFROM\s+"?(?<table>[a-z_](?>\w*))(?!\s*\()""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Source();

    [GeneratedRegex("[a-z]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FirstWord();
}
