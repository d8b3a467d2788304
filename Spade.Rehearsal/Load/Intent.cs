namespace Spade.Rehearsal.Load;

/// <summary>A request that is due.</summary>
/// <param name="Number">From 1, in the order in which requests are due.</param>
/// <param name="At">When it is due.</param>
/// <param name="Timestamp">The same as a timestamp.</param>
internal sealed record Intent(long Number, DateTimeOffset At, long Timestamp);
