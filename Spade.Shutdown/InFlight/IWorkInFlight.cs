namespace Spade.Shutdown.InFlight;

/// <summary>One kind of work that a stop has to bring to an end, such as requests or jobs. The stop asks it how much there is and what
/// became of it.</summary>
public interface IWorkInFlight
{
    /// <summary>What one piece is called, in the plural: <c>requests</c>, <c>jobs</c>.</summary>
    string Name { get; }

    /// <summary>What became of the work since the stop began; zeros before.</summary>
    WorkTally Tally { get; }

    /// <summary>True when this kind of work broke down, so that the process ends with an error whatever it finished.</summary>
    bool IsBroken => false;

    /// <summary>Completes when this kind of work has nothing left to do or to report; the exit report waits for it. Never faults, and takes
    /// no longer than the budget's close. Already completed where there is nothing to wait for.</summary>
    Task Left => Task.CompletedTask;

    /// <summary>The stop begins: from now on, what is in flight and everything that ends is counted. Called once; must be quick.</summary>
    void Mark();

    /// <summary>A line for each piece that still runs, for an operator who wants to know why the process does not end.</summary>
    IReadOnlyList<string> Describe();
}
