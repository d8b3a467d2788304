using Microsoft.Extensions.Options;
using Spade.Shutdown.Budget;

namespace Spade.ServiceDefaults.Telemetry;

/// <summary>How telemetry leaves the process. Section <c>Telemetry</c>. Where it goes is told by the <c>OTEL_*</c> variables.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>One deadline for the last delivery of traces, metrics and logs at exit, side by side; what is not delivered by then is
    /// lost. Default 2 s, or <see cref="ShutdownBudget.Close"/> when that is shorter. More than zero and at most that close, which it is part of. (With OpenTelemetry's own
    /// defaults a silent collector held the exit for 10 s.)</summary>
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(2);
}

internal sealed class TelemetryOptionsValidator(ShutdownBudget budget) : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        options.FlushTimeout > TimeSpan.Zero && options.FlushTimeout <= budget.Close
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{TelemetryOptions.Section}:{nameof(options.FlushTimeout)} is {options.FlushTimeout}; it must be more than zero and at most " +
                $"{budget.Close}, the shutdown budget's close.");
}
