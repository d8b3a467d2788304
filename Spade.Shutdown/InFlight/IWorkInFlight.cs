namespace Spade.Shutdown.InFlight;

/// <summary>One kind of work that a stop has to bring to an end: requests, jobs. The stop asks it what there is, and what became of it.</summary>
public interface IWorkInFlight
{
    /// <summary>What one piece is called, in the plural: <c>requests</c>, <c>jobs</c>.</summary>
    string Name { get; }

    /// <summary>What became of the work since the stop began; zeros before.</summary>
    WorkTally Tally { get; }

    /// <summary>True when this kind of work broke down, so that the process ends with an error whatever it finished.</summary>
    bool IsBroken => false;

    /// <summary>Completes when this kind of work has nothing left to do; the exit report waits for it. Never faults, and takes no longer than
    /// the budget's close. Completed from the start where there is nothing to wait for.</summary>
    Task Left => Task.CompletedTask;

    /// <summary>The stop begins: what is in flight now is counted, and everything that begins or ends from here on. Called once; must be
    /// quick.</summary>
    void Mark();

    /// <summary>A line for each piece that still runs, for the log of a process that does not end.</summary>
    IReadOnlyList<string> Describe();
}
