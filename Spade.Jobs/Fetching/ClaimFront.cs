namespace Spade.Jobs.Fetching;

/// <summary>Where the jobs of a priority begin that this node has not seen. The order is that of the index, jobs_claim.</summary>
internal sealed record ClaimFront(short Priority, DateTime StartAfter, Guid Id) : IComparable<ClaimFront>
{
    /// <summary>Before every job.</summary>
    public static ClaimFront Beginning(short priority) => new(priority, DateTime.MinValue, Guid.Empty);

    public static ClaimFront Earlier(ClaimFront one, ClaimFront other) => one.CompareTo(other) <= 0 ? one : other;

    public static ClaimFront Later(ClaimFront one, ClaimFront other) => one.CompareTo(other) >= 0 ? one : other;

    /// <summary>As PostgreSQL compares: a <see cref="Guid"/> compares by its bytes in the order in which it is written, like a
    /// uuid.</summary>
    public int CompareTo(ClaimFront? other) =>
        StartAfter.CompareTo(other!.StartAfter) is var order and not 0 ? order : Id.CompareTo(other.Id);
}
