using System.Diagnostics;
using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Rest;

/// <summary>What idle processes cost, by themselves and in PostgreSQL, since the mark was taken. The CPU time includes PostgreSQL's own
/// background processes.</summary>
internal sealed class RestMark
{
    internal const string PostgresPercent = "pg_cpu_percent";
    internal const string Transactions = "transactions_per_s";
    internal const string Sessions = "sessions";

    private readonly Cluster _cluster;
    private readonly string _database;
    private readonly int[] _processes;
    private readonly long _transactions;
    private readonly double _own;
    private readonly double _postgres;
    private readonly long _began;

    private RestMark(Cluster cluster, string database, int[] processes, long transactions)
    {
        _cluster = cluster;
        _database = database;
        _processes = processes;
        _transactions = transactions;
        _own = processes.Sum(ProcessTimes.Of);
        _postgres = ProcessTimes.OfTree(cluster.ProcessId);
        _began = Stopwatch.GetTimestamp();
    }

    /// <summary>Starts to measure.</summary>
    /// <param name="cluster">The server.</param>
    /// <param name="database">The database, which only these processes use.</param>
    /// <param name="processes">Ids of the processes.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    internal static async Task<RestMark> TakeAsync(
        Cluster cluster, string database, IEnumerable<int> processes, CancellationToken cancellationToken) =>
        new(cluster, database, [.. processes], await TransactionsAsync(cluster, database, cancellationToken));

    /// <summary>The figures for each process, as a mean.</summary>
    internal async Task<IReadOnlyList<Sample>> OfEachAsync(string row, CancellationToken cancellationToken)
    {
        var postgres = ProcessTimes.OfTree(_cluster.ProcessId) - _postgres;
        var own = _processes.Sum(ProcessTimes.Of) - _own;
        var seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds * _processes.Length;
        var transactions = await TransactionsAsync(_cluster, _database, cancellationToken) - _transactions;
        var sessions = await _cluster.ScalarAsync<long>(
            "postgres",
            $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_database}' AND backend_type = 'client backend'",
            cancellationToken);
        return
        [
            new(row, PostgresPercent, postgres / seconds * 100),
            new(row, Transactions, transactions / seconds),
            new(row, Sessions, (double)sessions / _processes.Length),
            new(row, "cpu_percent", own / seconds * 100),
            new(row, "rss_mib", _processes.Average(ProcessTimes.ResidentMiB)),
        ];
    }

    /// <summary>Runs in another database, so that the query itself does not count.</summary>
    private static Task<long> TransactionsAsync(Cluster cluster, string database, CancellationToken cancellationToken) =>
        cluster.ScalarAsync<long>(
            "postgres", $"SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '{database}'", cancellationToken);
}
