using Spade.Shutdown.Budget;

namespace Spade.ServiceDefaults.Telemetry;

/// <summary>Options of telemetry, section <c>Telemetry</c>. The <c>OTEL_*</c> variables decide where it is sent.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>Deadline for the last export of traces, metrics and logs at exit, which run in parallel; what is not exported by then is
    /// lost. More than zero and at most <see cref="ShutdownBudget.Close"/>, which it is part of. Default 2 s, or that close when it is
    /// shorter. (With OpenTelemetry's own defaults, a collector that does not answer delayed the exit by 10 s.)</summary>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
