namespace Aspire.Hosting.Run.Replicas;

/// <summary>When a stop began: when the replica left the balancer.</summary>
/// <param name="At">The time of day.</param>
/// <param name="Timestamp">The same for measuring.</param>
internal sealed record StopBeginning(DateTimeOffset At, long Timestamp)
{
    internal static StopBeginning Now(TimeProvider clock) => new(clock.GetUtcNow(), clock.GetTimestamp());
}
