using Spade.Shutdown.Settings;

namespace Spade.Documents.Tenants;

/// <summary>Quotas of every tenant for which nothing else was set. Section <c>Quotas</c>, the same on API and workers: the API refuses, and
/// workers count the pages.</summary>
public sealed class QuotaOptions
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Quotas";

    /// <summary>Most requests per second that can be set. More is no limit to any replica.</summary>
    public const int MostRequestsPerSecond = 1_000_000;

    /// <summary>Requests that each API replica answers per second, on average; as many may come at once. 0 means no limit. Default 0: how
    /// much is too much depends on the machines.</summary>
    /// <remarks>Replicas do not count together. In t seconds, r replicas with a quota of n answer at most r x n x (t + 1)
    /// requests.</remarks>
    [SettingRange(Section, 0, MostRequestsPerSecond)]
    public int RequestsPerSecond { get; set; }

    /// <summary>Bytes of new documents that may be uploaded per day (UTC), by all replicas together. 0 means no limit. Default
    /// 0.</summary>
    [SettingRange(Section, typeof(long), "0", "9223372036854775807")]
    public long BytesPerDay { get; set; }

    /// <summary>Pages that may be read per day (UTC), by all workers together. 0 means no limit. Default 0.</summary>
    /// <remarks>A document that was accepted is read, and until a worker has opened it, it counts as one page. So the pages of a day may
    /// exceed the quota by the further pages of documents that were accepted before that.</remarks>
    [SettingRange(Section, typeof(long), "0", "9223372036854775807")]
    public long PagesPerDay { get; set; }

    /// <summary>Documents that may wait or run at once, accepted by all replicas together. 0 means no limit. Default 0. Each upload of a
    /// tenant that has this quota or that of pages counts its documents that have not ended, so the time for it grows with
    /// them.</summary>
    [SettingRange(Section, 0, int.MaxValue)]
    public int MaxQueued { get; set; }
}
