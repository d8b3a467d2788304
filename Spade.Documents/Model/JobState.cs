namespace Spade.Documents;

/// <summary>The part of the queue's <c>jobs</c> that a document shows. Read only: the queue owns the table.</summary>
internal sealed class JobState
{
    /// <summary>The state of a job that a worker holds.</summary>
    public const string Active = "active";

    public Guid Id { get; init; }
    public required string State { get; init; }
    public int Attempt { get; init; }
    public int Interruptions { get; init; }
}
