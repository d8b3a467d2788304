using Spade.Jobs.Configuration;

namespace Spade.Jobs.Quarantine;

/// <summary>Notices jobs that must run alone in the queues that this process works.</summary>
internal sealed class QuarantineWatch(IEnumerable<JobQueue> queues, QuarantineRunner duty)
{
    /// <summary>The queues to look at.</summary>
    public string[] Queues { get; } = [.. queues.Where(queue => queue.Concurrency > 0).Select(queue => queue.Name)];

    /// <summary>Takes in which of them have a suspect.</summary>
    public void Found(IReadOnlyCollection<string> queues)
    {
        if (queues.Count > 0)
            duty.Found();
    }
}
