using Spade.Shutdown.Settings;

namespace Spade.Documents.Ledger;

/// <summary>How the restart ledger is kept. Section <c>Restarts</c>.</summary>
public sealed class RestartOptions
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Restarts";

    private const string Zero = "00:00:00";
    private const string Longest = "10675199.02:48:05.4775807";

    /// <summary>How long the entries of ended processes are kept. Positive, default 90 days: longer than the window of an SLO.</summary>
    [SettingRange(Section, typeof(TimeSpan), Zero, Longest, MinimumIsExclusive = true)]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How often each process looks for others that ended without closing their entry. Positive, default 5 s.</summary>
    [SettingRange(Section, typeof(TimeSpan), Zero, Longest, MinimumIsExclusive = true)]
    public TimeSpan SettleInterval { get; set; } = TimeSpan.FromSeconds(5);
}
