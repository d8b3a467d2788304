namespace Spade.Jobs.Configuration;

/// <summary>Options of one queue's handler in this process.</summary>
public sealed class JobHandlerOptions
{
    /// <summary>How many of the queue's jobs run concurrently in this process. Default 10, at least 1.</summary>
    public int Concurrency { get; set; } = 10;
}
