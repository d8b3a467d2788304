using Npgsql;

namespace Spade.Jobs;

/// <summary>Notices jobs that must run alone in the queues that this process works.</summary>
internal sealed class SuspectWatch(IEnumerable<JobQueue> queues, SuspectQueues suspects, HintChannel hints)
{
    private readonly string[] _queues = [.. queues.Where(queue => queue.Concurrency > 0).Select(queue => queue.Name)];

    public async Task LookAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_queues.Length == 0)
            return;
        foreach (var queue in await NodeStore.SuspectsAsync(connection, _queues, cancellationToken))
        {
            suspects.Add(queue);
            hints.Receive($"{HintTopics.Work}:{queue}");
        }
    }
}
