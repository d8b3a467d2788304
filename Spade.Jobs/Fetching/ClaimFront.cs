namespace Spade.Jobs.Fetching;

/// <summary>Start of the jobs of a priority that this node has not seen, in the order of the index jobs_claim.</summary>
internal sealed record ClaimFront(short Priority, DateTime StartAfter, Guid Id) : IComparable<ClaimFront>
{
    /// <summary>A front before all jobs.</summary>
    public static ClaimFront Beginning(short priority) => new(priority, DateTime.MinValue, Guid.Empty);

    public static ClaimFront Earlier(ClaimFront one, ClaimFront other) => one.CompareTo(other) <= 0 ? one : other;

    public static ClaimFront Later(ClaimFront one, ClaimFront other) => one.CompareTo(other) >= 0 ? one : other;

    /// <summary>Compares like PostgreSQL: a <see cref="Guid"/> compares by its bytes in written order, as a uuid
    /// does.</summary>
    public int CompareTo(ClaimFront? other) =>
        StartAfter.CompareTo(other!.StartAfter) is var order and not 0 ? order : Id.CompareTo(other.Id);
}
