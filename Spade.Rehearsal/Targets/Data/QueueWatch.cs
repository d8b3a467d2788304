using Npgsql;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Targets.Lives;

namespace Spade.Rehearsal.Targets.Data;

/// <summary>Looks at the queue again and again: how many jobs wait and run, and which worker has which. Each claim that it sees is a fact
/// of the history.</summary>
internal sealed class QueueWatch(NpgsqlDataSource database, LifeBook lives, Journal journal, TimeProvider time)
{
    private const string Look =
        """
        SELECT (SELECT count(*) FROM jobs WHERE state IN ('created', 'retry') AND start_after <= now()),
               (SELECT count(*) FROM jobs WHERE state = 'active'),
               jobs.id, jobs.claimed_at, nodes.process_id
        FROM (SELECT) AS always LEFT JOIN jobs ON jobs.state = 'active' LEFT JOIN nodes ON nodes.id = jobs.node_id
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, (DateTimeOffset ClaimedAt, string? Replica)> _owners = [];
    private readonly Dictionary<Guid, List<Handover>> _handovers = [];

    /// <summary>When a job went from one worker to another. A worker that had it for less than the time between two looks is not
    /// seen.</summary>
    internal IReadOnlyList<Handover> HandoversOf(Guid job)
    {
        lock (_lock)
            return [.. _handovers.GetValueOrDefault(job) ?? []];
    }

    /// <summary>Looks until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
            {
                // A step may have taken the database away. What cannot be seen is not recorded.
            }

            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Look);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        QueueEntry? entry = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            entry ??= new QueueEntry(time.GetUtcNow(), reader.GetInt64(0), reader.GetInt64(1));
            if (reader.IsDBNull(2))
                continue;
            var replica = reader.IsDBNull(4) ? null : lives.ReplicaOf(reader.GetInt32(4));
            Note(reader.GetGuid(2), reader.GetFieldValue<DateTimeOffset>(3), replica);
        }

        if (entry is not null)
            journal.Add(entry);
    }

    /// <summary>A claim is known by its time: the same worker may claim a job twice, which is no handover.</summary>
    private void Note(Guid job, DateTimeOffset claimedAt, string? replica)
    {
        lock (_lock)
        {
            var isKnown = _owners.TryGetValue(job, out var owner);
            if (isKnown && owner.ClaimedAt == claimedAt)
                return;
            if (isKnown && owner.Replica != replica)
            {
                if (!_handovers.TryGetValue(job, out var handovers))
                    _handovers[job] = handovers = [];
                handovers.Add(new Handover(claimedAt, owner.Replica, replica));
            }

            _owners[job] = (claimedAt, replica);
        }

        journal.Add(new ClaimEntry(claimedAt, job.ToString(), replica));
    }
}
