namespace Aspire.Hosting.Run.Replicas;

/// <summary>When each step of a stop happened, counted from its beginning, which is when the replica left the balancer.</summary>
/// <param name="Began">The beginning.</param>
/// <param name="Signalled">The signal; null when the process had ended before.</param>
/// <param name="Killed">SIGKILL; null when none was needed.</param>
/// <param name="Exited">The process's end.</param>
internal sealed record StopTimeline(DateTimeOffset Began, TimeSpan? Signalled, TimeSpan? Killed, TimeSpan Exited);
