namespace Spade.Jobs.Telemetry;

/// <summary>Under which name the queue tells of itself.</summary>
public static class JobsTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Spade.Jobs";
}
