using Microsoft.Extensions.Options;
using Spade.Shutdown.Budget;

namespace Spade.ServiceDefaults.Telemetry;

/// <summary>Checks <see cref="TelemetryOptions"/> against the shutdown budget.</summary>
internal sealed class TelemetryOptionsValidator(ShutdownBudget budget) : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        options.FlushTimeout > TimeSpan.Zero && options.FlushTimeout <= budget.Close
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{TelemetryOptions.Section}:{nameof(options.FlushTimeout)} is {options.FlushTimeout}; it must be more than zero and "
                + $"at most {budget.Close}, the shutdown budget's close.");
}
