using Spade.Jobs.Configuration;
using Spade.Jobs.Nodes;

namespace Spade.Jobs.Quarantine;

/// <summary>Informs the <see cref="QuarantineRunner"/> of due jobs in quarantine in the queues that this process handles.</summary>
internal sealed class QuarantineWatch(IEnumerable<JobQueue> queues, QuarantineRunner runner) : IQuarantineWatch
{
    public string[] Queues { get; } = [.. queues.Where(queue => queue.Concurrency > 0).Select(queue => queue.Name)];

    public void Found(IReadOnlyCollection<string> queues)
    {
        if (queues.Count > 0)
            runner.Found();
    }
}
