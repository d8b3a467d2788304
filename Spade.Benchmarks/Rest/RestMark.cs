using System.Diagnostics;
using Spade.Benchmarks.Machine;
using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Rest;

/// <summary>What processes that have nothing to do cost, themselves and in PostgreSQL, from one moment on. PostgreSQL's own housekeeping
/// is part of it.</summary>
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

    /// <param name="cluster">The server.</param>
    /// <param name="database">The database of the processes, and of nobody else.</param>
    /// <param name="processes">Their ids.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<RestMark> TakeAsync(
        Cluster cluster, string database, IEnumerable<int> processes, CancellationToken cancellationToken) =>
        new(cluster, database, [.. processes], await TransactionsAsync(cluster, database, cancellationToken));

    /// <summary>The figures of one process: the mean of all.</summary>
    internal async Task<IReadOnlyList<Sample>> OfEachAsync(string row, CancellationToken cancellationToken)
    {
        var postgres = ProcessTimes.OfTree(_cluster.ProcessId) - _postgres;
        var own = _processes.Sum(ProcessTimes.Of) - _own;
        var seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds * _processes.Length;
        var transactions = await TransactionsAsync(_cluster, _database, cancellationToken) - _transactions;
        var sessions = await _cluster.ScalarAsync<long>(
            "postgres", $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_database}' AND backend_type = 'client backend'", cancellationToken);
        return
        [
            new(row, PostgresPercent, postgres / seconds * 100),
            new(row, Transactions, transactions / seconds),
            new(row, Sessions, (double)sessions / _processes.Length),
            new(row, "cpu_percent", own / seconds * 100),
            new(row, "rss_mib", _processes.Average(ProcessTimes.ResidentMiB)),
        ];
    }

    /// <summary>Asked from another database, where asking does not count.</summary>
    private static Task<long> TransactionsAsync(Cluster cluster, string database, CancellationToken cancellationToken) => cluster.ScalarAsync<long>(
        "postgres", $"SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '{database}'", cancellationToken);
}
