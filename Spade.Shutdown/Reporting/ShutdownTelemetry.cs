namespace Spade.Shutdown.Reporting;

/// <summary>The name under which a stop reports itself.</summary>
public static class ShutdownTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Spade.Shutdown";
}
