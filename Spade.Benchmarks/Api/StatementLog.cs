using Spade.Benchmarks.Machine;

namespace Spade.Benchmarks.Api;

/// <summary>Counts statements in the server's log, where a database has <c>log_statement = 'all'</c>.</summary>
internal sealed class StatementLog
{
    private readonly string _file;
    private readonly long _from;

    private StatementLog(string file)
    {
        _file = file;
        _from = new FileInfo(file).Length;
    }

    internal static async Task<StatementLog> FromNowAsync(Cluster cluster, CancellationToken cancellationToken) =>
        new(Path.Combine(await cluster.ScalarAsync<string>("postgres", "SHOW data_directory", cancellationToken), "server.log"));

    /// <summary>Statements since then, BEGIN and COMMIT included.</summary>
    internal int Count()
    {
        using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = _from;
        using var reader = new StreamReader(stream);
        var count = 0;
        while (reader.ReadLine() is { } line)
        {
            if (line.Contains(" LOG:  statement: ", StringComparison.Ordinal) || line.Contains(" LOG:  execute ", StringComparison.Ordinal))
                count++;
        }
        return count;
    }
}
