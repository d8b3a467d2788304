namespace Spade.Api.Operations;

/// <summary>What was read from the database at one time.</summary>
internal sealed record OperationsReading(IReadOnlyList<QueueBacklog> Queues, IReadOnlyList<EndedProcess> Ended)
{
    /// <summary>Nothing is known.</summary>
    public static OperationsReading None { get; } = new([], []);
}
