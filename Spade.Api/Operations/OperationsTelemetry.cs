namespace Spade.Api.Operations;

/// <summary>Names in telemetry.</summary>
internal static class OperationsTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Spade.Operations";
}
