namespace Spade.Worker.Engine;

/// <summary>The time that a page has, over all its runs.</summary>
/// <param name="time">The clock.</param>
/// <param name="limit">All of it, from now.</param>
internal sealed class PageDeadline(TimeProvider time, TimeSpan limit)
{
    // Loading the model takes 0.2 s.
    private static readonly TimeSpan ShortestRun = TimeSpan.FromSeconds(1);

    private readonly long _started = time.GetTimestamp();

    /// <summary>All of it.</summary>
    public TimeSpan Limit { get; } = limit;

    /// <summary>What is left for the first run, which is made in any case.</summary>
    public TimeSpan Left => Limit - time.GetElapsedTime(_started) is var left && left > ShortestRun ? left : ShortestRun;

    /// <summary>True when another run is worth beginning.</summary>
    public bool AllowsAnotherRun => Limit - time.GetElapsedTime(_started) > ShortestRun;
}
