using Spade.Shutdown.Settings;

namespace Spade.ServiceDefaults.Health;

/// <summary>Options of health checks, section <c>Health</c>. Checks run in the background; a request to a health endpoint never waits for
/// one. All times are more than zero and at most a minute.</summary>
public sealed class HealthOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Health";

    /// <summary>Pause between two runs of a check. Default 2 s, the period of the readiness probe. An answer is at most this old plus
    /// <see cref="Timeout"/>.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", "00:01:00", MinimumIsExclusive = true)]
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Pause between two runs of a start-up check that has not been healthy yet. Default 25 ms, so that checks do not delay the
    /// start.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", "00:01:00", MinimumIsExclusive = true)]
    public TimeSpan StartupPeriod { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Time after which a check counts as failed, unless it has a timeout of its own. Default 1 s.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", "00:01:00", MinimumIsExclusive = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);
}
