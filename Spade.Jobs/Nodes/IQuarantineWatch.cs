namespace Spade.Jobs.Nodes;

/// <summary>Receives due jobs in quarantine, which the node's session finds while it looks for jobs of dead nodes.</summary>
internal interface IQuarantineWatch
{
    /// <summary>The queues to check.</summary>
    string[] Queues { get; }

    /// <summary>Receives the queues that have a due job in quarantine. Must be quick and must not throw.</summary>
    void Found(IReadOnlyCollection<string> queues);
}
