namespace Spade.Jobs.Telemetry;

/// <summary>The name of the queue's telemetry.</summary>
public static class JobsTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Spade.Jobs";
}
