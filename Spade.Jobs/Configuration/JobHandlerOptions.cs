namespace Spade.Jobs.Configuration;

/// <summary>How this process works one queue.</summary>
public sealed class JobHandlerOptions
{
    /// <summary>How many of the queue's jobs run side by side in this process. Default 10, at least 1.</summary>
    public int Concurrency { get; set; } = 10;
}
