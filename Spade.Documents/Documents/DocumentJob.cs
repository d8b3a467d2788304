namespace Spade.Documents.Documents;

/// <summary>The columns of the queue's table <c>jobs</c> that a document shows. Read only: the queue owns the table.</summary>
internal sealed class DocumentJob
{
    /// <summary>The state of a job that a worker has claimed.</summary>
    public const string Active = "active";

    /// <summary>The state of a job that waits for its first run.</summary>
    public const string Created = "created";

    /// <summary>The state of a job that waits for another run.</summary>
    public const string Retry = "retry";

    public Guid Id { get; init; }
    public required string State { get; init; }
    public int Attempt { get; init; }
    public int Interruptions { get; init; }
    public string? ErrorType { get; init; }
    public string? ErrorMessage { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
}
