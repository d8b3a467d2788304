namespace Spade.Jobs.Nodes;

/// <summary>One look at another node.</summary>
/// <param name="Node">The other node.</param>
/// <param name="HeartbeatAt">Its last heartbeat, by the database's clock.</param>
/// <param name="IsLockFree">Its advisory lock is free.</param>
internal readonly record struct PeerReading(Guid Node, DateTime HeartbeatAt, bool IsLockFree);
