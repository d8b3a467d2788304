namespace Spade.Shutdown.InFlight;

/// <summary>How one piece of work ended, as a stopping process counts it.</summary>
public enum WorkEnd
{
    /// <summary>It ended by itself, whatever its result.</summary>
    Finished,

    /// <summary>It saved at a yield point and left the rest to another process.</summary>
    Released,

    /// <summary>It was cut at the limit, or what it had finished could not be saved.</summary>
    Aborted,
}
