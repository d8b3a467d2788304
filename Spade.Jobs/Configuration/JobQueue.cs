namespace Spade.Jobs.Configuration;

/// <summary>One queue that this process handles.</summary>
internal sealed record JobQueue(string Name, int Concurrency);
