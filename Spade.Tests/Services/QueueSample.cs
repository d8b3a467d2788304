using System.Globalization;
using Npgsql;

namespace Spade.Tests.Services;

/// <summary>The queue's table at one moment.</summary>
/// <param name="At">Time since the load began.</param>
/// <param name="Done">Jobs that have run since then.</param>
/// <param name="Waiting">Jobs that are not claimed.</param>
/// <param name="Live">Live rows by PostgreSQL's statistics.</param>
/// <param name="Dead">Row versions that VACUUM has not removed, by the same statistics.</param>
/// <param name="StartP99">Time from enqueued to claimed, for the jobs that finished last.</param>
/// <param name="Total">Bytes of the table with everything that belongs to it.</param>
/// <param name="Indexes">Bytes of each index.</param>
internal sealed record QueueSample(
    TimeSpan At, long Done, long Waiting, long Live, long Dead, TimeSpan StartP99, long Total, IReadOnlyDictionary<string, long> Indexes)
{
    // Finished jobs of the last five seconds, by their index, so that a sample costs almost nothing.
    private const string Look =
        """
        SELECT (SELECT count(*) FROM jobs WHERE state IN ('created', 'retry')),
               pg_stat_get_live_tuples('jobs'::regclass), pg_stat_get_dead_tuples('jobs'::regclass),
               (SELECT coalesce(percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM claimed_at - created_at)), 0)::float8
                FROM jobs WHERE state IN ('completed', 'failed', 'cancelled') AND finished_at > now() - interval '5 seconds'),
               pg_total_relation_size('jobs'),
               array_agg(indexrelid::regclass::text), array_agg(pg_relation_size(indexrelid))
        FROM pg_index WHERE indrelid = 'jobs'::regclass
        """;

    public long AllIndexes => Indexes.Values.Sum();

    public static async Task<QueueSample> TakeAsync(NpgsqlDataSource database, TimeSpan at, long done, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Look);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var indexes = reader.GetFieldValue<string[]>(5).Zip(reader.GetFieldValue<long[]>(6))
            .ToDictionary(pair => pair.First, pair => pair.Second);
        return new QueueSample(
            at, done, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), TimeSpan.FromSeconds(reader.GetDouble(3)),
            reader.GetInt64(4), indexes);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At.TotalSeconds:F0} s: {Done} done, {Waiting} waiting, {Live} live, {Dead} dead, p99 {StartP99.TotalMilliseconds:F0} ms, "
        + $"{Total} bytes: {string.Join(", ", Indexes.Select(index => $"{index.Key} {index.Value}"))}");
}
