namespace Spade.Jobs.Fetching;

/// <summary>Groups whose jobs count as waiting; empty stands for the jobs without a group.</summary>
/// <param name="Own">Counts in any case.</param>
/// <param name="MayBeOthers">Whether others count.</param>
/// <param name="Except">Others that do not count.</param>
internal sealed record WaitingGroups(string Own, bool MayBeOthers, string[] Except)
{
    /// <summary>The groups to which a run gives way: its own, and those that have fewer runs. A place that is given to another one would go
    /// back to the run's group with the next claim.</summary>
    /// <param name="own">The run's group.</param>
    /// <param name="runs">The groups of the runs on this node that go on, one entry for each run.</param>
    /// <param name="asked">How many other runs give way already; each of them may make room for the same group.</param>
    public static WaitingGroups Rivals(string own, List<string> runs, int asked)
    {
        var ownRuns = RunsOf(own);
        return new WaitingGroups(
            own, MayBeOthers: asked < ownRuns,
            Except: [.. runs.Distinct().Where(group => RunsOf(group) + asked >= ownRuns).Order(StringComparer.Ordinal)]);

        int RunsOf(string group) => runs.Count(other => other == group);
    }
}
