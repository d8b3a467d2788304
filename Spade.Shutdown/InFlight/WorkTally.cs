namespace Spade.Shutdown.InFlight;

/// <summary>Counts of a stopping process's work. Once everything has ended,
/// <c>InFlight + Begun = Finished + Released + Aborted</c>.</summary>
/// <param name="InFlight">In flight when the stop began.</param>
/// <param name="Begun">Begun after that, such as requests during the lame duck.</param>
/// <param name="Finished">Ended by itself, whatever its result.</param>
/// <param name="Released">Saved at a yield point and left to another process.</param>
/// <param name="Aborted">Cut by the time limit, or finished and not saved.</param>
public readonly record struct WorkTally(int InFlight, int Begun, int Finished, int Released, int Aborted)
{
    /// <summary>The sum of two kinds of work.</summary>
    public static WorkTally operator +(WorkTally left, WorkTally right) => left.Plus(right);

    /// <inheritdoc cref="op_Addition"/>
    public WorkTally Plus(WorkTally other) => new(
        InFlight + other.InFlight, Begun + other.Begun, Finished + other.Finished, Released + other.Released, Aborted + other.Aborted);
}
