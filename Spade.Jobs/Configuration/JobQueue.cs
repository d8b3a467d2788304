namespace Spade.Jobs.Configuration;

/// <summary>One queue as this process works it.</summary>
internal sealed record JobQueue(string Name, int Concurrency);
