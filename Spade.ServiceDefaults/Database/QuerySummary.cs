using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Spade.ServiceDefaults.Database;

/// <summary>What a statement does and to which table: <c>INSERT jobs</c>. The <c>db.query.summary</c> of OpenTelemetry's conventions.</summary>
internal static partial class QuerySummary
{
    /// <summary>A service has some dozens of statements. More than this are not worth their memory, and are read each time.</summary>
    private const int MostKept = 1000;

    private static readonly ConcurrentDictionary<string, string> Kept = new(StringComparer.Ordinal);

    /// <summary>The first write and its table; else the first word and the first table that is read, if any.</summary>
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
        // A query's own names for parts of it say little, but what it does is reading all the same.
        verb = verb is "WITH" or "" ? "SELECT" : verb;
        return Source().Match(sql) is { Success: true } source ? $"{verb} {source.Groups["table"].Value}" : verb;
    }

    // Not the locks of SELECT ... FOR UPDATE and FOR NO KEY UPDATE, nor ON CONFLICT DO UPDATE.
    [GeneratedRegex(
        """\b(?:(?<verb>INSERT)\s+INTO|(?<verb>DELETE)\s+FROM|(?<verb>COPY)|(?<!\b(?:FOR|KEY|DO)\s+)(?<verb>UPDATE))\s+"?(?<table>[a-z_]\w*)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Write();

    // Not a function that returns rows.
    [GeneratedRegex("""\bFROM\s+"?(?<table>[a-z_](?>\w*))(?!\s*\()""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Source();

    [GeneratedRegex("[a-z]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FirstWord();
}
