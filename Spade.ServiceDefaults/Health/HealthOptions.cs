using Microsoft.Extensions.Options;

namespace Spade.ServiceDefaults.Health;

/// <summary>How often health checks run. They run in the background; a request to a health endpoint never waits for one. Section
/// <c>Health</c>.</summary>
public sealed class HealthOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Health";

    /// <summary>Pause between two runs of a check. Default 2 s, as often as the readiness probe asks: with <see cref="Timeout"/> it
    /// bounds how old an answer can be.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Pause between two runs of a start-up check that has not been healthy yet. Default 25 ms, so that a service is not kept
    /// from starting by its own checks.</summary>
    public TimeSpan StartupPeriod { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Time after which a check without a timeout of its own counts as failed. Default 1 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);
}

internal sealed class HealthOptionsValidator : IValidateOptions<HealthOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthOptions options)
    {
        (string Key, TimeSpan Value)[] times =
        [
            (nameof(options.Period), options.Period),
            (nameof(options.StartupPeriod), options.StartupPeriod),
            (nameof(options.Timeout), options.Timeout),
        ];
        string[] errors =
        [
            .. from time in times
               where time.Value <= TimeSpan.Zero || time.Value > TimeSpan.FromMinutes(1)
               select $"{HealthOptions.Section}:{time.Key} is {time.Value}; it must be more than zero and at most a minute, such as 00:00:01.",
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
