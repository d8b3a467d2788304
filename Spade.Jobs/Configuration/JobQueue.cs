namespace Spade.Jobs.Configuration;

/// <summary>One queue that this process handles.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Concurrency">How many of its jobs run concurrently in this process.</param>
/// <param name="Turn">Length of a turn; null if runs never give way.</param>
internal sealed record JobQueue(string Name, int Concurrency, TimeSpan? Turn = null);
