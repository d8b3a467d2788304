namespace Spade.Jobs.Nodes;

/// <summary>State of another node at one moment.</summary>
/// <param name="Node">The other node.</param>
/// <param name="HeartbeatAt">Its last heartbeat, by the database's clock.</param>
/// <param name="IsLockFree">Whether its advisory lock is free.</param>
internal readonly record struct PeerReading(Guid Node, DateTime HeartbeatAt, bool IsLockFree);
