using Spade.Shutdown.Settings;

namespace Spade.Api.Sessions;

/// <summary>The session of a browser that signed in. Section <c>Access</c>.</summary>
internal sealed class SessionOptions
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Access";

    /// <summary>How long a session lasts; it is not extended, and it ends with its key. 1 min to 30 days, default 12 h: a working
    /// day.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);
}
