namespace Spade.Documents.Documents;

/// <summary>As many documents wait as may: <see cref="DocumentOptions.MaxQueued"/>. Nothing was stored.</summary>
public sealed class QueueFullException(int limit) : Exception($"{limit} documents wait, which is the limit.")
{
    /// <summary>The limit.</summary>
    public int Limit { get; } = limit;
}
