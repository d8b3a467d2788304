namespace Spade.Documents.Documents;

/// <summary>As many documents wait as may: <see cref="DocumentOptions.MaxQueued"/>. Nothing was stored.</summary>
public sealed class QueueFullException(long waiting)
    : Exception($"{waiting} documents of the tenant wait, as many as may at the moment.")
{
    /// <summary>How many documents of the tenant wait.</summary>
    public long Waiting { get; } = waiting;
}
