namespace Spade.Jobs.Nodes;

/// <summary>Hears of jobs in quarantine that are due: the node's session finds them when it looks for jobs of dead nodes.</summary>
internal interface IQuarantineWatch
{
    /// <summary>The queues to look at.</summary>
    string[] Queues { get; }

    /// <summary>Takes in which of them have a job in quarantine that is due. Must be quick and must not throw.</summary>
    void Found(IReadOnlyCollection<string> queues);
}
