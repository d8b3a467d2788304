namespace Aspire.Hosting.Run.Postgres;

/// <summary>Remembers what a PostgreSQL program gave as the reason of its end.</summary>
internal sealed class ServerWords
{
    private static readonly string[] Grave = ["FATAL:", "PANIC:", "error:"];

    private string? _reason;
    private string? _anything;

    /// <summary>The last grave line, or else the last line.</summary>
    internal string Last => _reason ?? _anything ?? "it said nothing";

    internal void Heard(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        _anything = line.Trim();
        if (Grave.Any(word => line.Contains(word, StringComparison.Ordinal)))
            _reason = _anything;
    }
}
