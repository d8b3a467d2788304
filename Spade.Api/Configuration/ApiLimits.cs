using Spade.Shutdown.Settings;

namespace Spade.Api.Configuration;

/// <summary>What one request may ask for. Section <c>Limits</c>.</summary>
internal sealed class ApiLimits
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Limits";

    /// <summary>Largest file, in bytes. At least 1, default 100 MiB: a book of 300 pages at 300 dpi, grey.</summary>
    [SettingRange(Section, typeof(long), "1", "9223372036854775807")]
    public long MaxUploadBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>Longest <c>?wait=</c>. Not negative, default 60 s, after which most proxies give up on a silent connection.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", "10675199.02:48:05.4775807")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an event stream is silent before a comment is sent, so that no proxy takes it for dead. 1 s to 10 min, default
    /// 15 s (the HTML standard's advice for server-sent events).</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan EventKeepAlive { get; set; } = TimeSpan.FromSeconds(15);
}
