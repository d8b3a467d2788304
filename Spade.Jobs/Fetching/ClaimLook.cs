namespace Spade.Jobs.Fetching;

/// <summary>How a claim looks for jobs.</summary>
internal abstract record ClaimLook
{
    /// <summary>All jobs, in the order of the queue.</summary>
    /// <param name="Bounds">Where to look; null for everywhere.</param>
    internal sealed record InOrder(ClaimBounds? Bounds) : ClaimLook;

    /// <summary>Jobs without a group, in the order of the queue.</summary>
    /// <param name="Bounds">Where to look; null for everywhere.</param>
    internal sealed record Ungrouped(ClaimBounds? Bounds) : ClaimLook;

    /// <summary>Jobs with a group; the groups share the places.</summary>
    /// <param name="Running">The groups of the runs on this node, one entry for each run.</param>
    /// <param name="After">The group that was served last.</param>
    internal sealed record ByGroup(string[] Running, string After) : ClaimLook;
}
