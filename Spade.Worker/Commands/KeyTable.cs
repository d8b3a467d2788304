using System.Globalization;
using Spade.Documents.Keys;

namespace Spade.Worker.Commands;

/// <summary>Keys as a table of text.</summary>
internal static class KeyTable
{
    private static readonly string[] Heading = ["PREFIX", "STATE", "TENANT", "SCOPES", "EXPIRES", "LAST USED", "ADDED BY", "NAME"];

    /// <summary>A heading, and a line for each key.</summary>
    public static IEnumerable<string> LinesOf(IEnumerable<KeyDetails> keys)
    {
        List<string[]> rows = [Heading, .. keys.Select(RowOf)];
        var widths = Enumerable.Range(0, Heading.Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>A time in UTC, to the minute.</summary>
    public static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string[] RowOf(KeyDetails key) =>
    [
        key.Prefix, key.State.ToWord(), key.Tenant, string.Join(',', key.Scopes), key.ExpiresAt is { } end ? TimeOf(end) : "never",
        key.LastUsedAt is { } last ? TimeOf(last) : "never", key.CreatedBy, key.Name,
    ];
}
