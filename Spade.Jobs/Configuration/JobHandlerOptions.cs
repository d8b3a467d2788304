namespace Spade.Jobs.Configuration;

/// <summary>Options of one queue's handler in this process.</summary>
public sealed class JobHandlerOptions
{
    /// <summary>How many of the queue's jobs run concurrently in this process. Default 10, at least 1.</summary>
    public int Concurrency { get; set; } = 10;

    /// <summary>How long a run may go on, counted from its first checkpoint, while other jobs of the queue wait for a slot. Then
    /// <see cref="Handlers.JobContext{TPayload}.TurnOver"/> asks it to give way. Zero or more, at most a day. Default null: a run keeps its
    /// slot until it ends.</summary>
    public TimeSpan? Turn { get; set; }
}
