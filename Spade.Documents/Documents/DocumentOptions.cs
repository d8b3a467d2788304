using Spade.Shutdown.Settings;

namespace Spade.Documents.Documents;

/// <summary>How many documents may wait, and how long they are kept. Section <c>Documents</c>.</summary>
public sealed class DocumentOptions
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Documents";

    private const string Longest = "10675199.02:48:05.4775807";

    /// <summary>How many documents of one tenant may wait for a worker while no other tenant's do; an upload that would be one more is
    /// rejected. While several tenants' wait, each may have fewer: its own and those of all tenants together must stay below twice this
    /// number. So at most twice as many wait in all. 0 means no limit. Default 10,000: one worker with two cores reads as many pages in
    /// about three hours, and clients learn at once that more would wait longer.</summary>
    /// <remarks>Each API process counts once a second and adds what it accepts in between. So it keeps to the limit by itself; several
    /// together may exceed it by what the others accept within a second. A queue that shrinks is noticed within a second.</remarks>
    [SettingRange(Section, 0, int.MaxValue)]
    public int MaxQueued { get; set; } = 10_000;

    /// <summary>How long documents are kept after they have ended, with everything that belongs to them. Positive. Default null: until they
    /// are deleted.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", Longest, MinimumIsExclusive = true)]
    public TimeSpan? Retention { get; set; }
}
