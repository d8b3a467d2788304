namespace Spade.Documents.Tenants;

/// <summary>What a tenant may use. 0 means no limit.</summary>
/// <param name="RequestsPerSecond">Requests that each API replica answers per second.</param>
/// <param name="BytesPerDay">Bytes that may be uploaded per day.</param>
/// <param name="PagesPerDay">Pages that may be read per day.</param>
/// <param name="MaxQueued">Documents that may wait or run at once.</param>
public sealed record TenantQuotas(int RequestsPerSecond, long BytesPerDay, long PagesPerDay, int MaxQueued)
{
    /// <summary>Name of the quota of requests per second, in problems and headers.</summary>
    public const string Requests = "requests";

    /// <summary>Name of the quota of bytes per day, in problems and headers.</summary>
    public const string Bytes = "bytes";

    /// <summary>Name of the quota of pages per day, in problems and headers.</summary>
    public const string Pages = "pages";

    /// <summary>Name of the quota of documents that wait or run, in problems and headers.</summary>
    public const string Queued = "queued";

    /// <summary>True when there is a quota that PostgreSQL keeps.</summary>
    public bool LimitDocuments => BytesPerDay > 0 || PagesPerDay > 0 || MaxQueued > 0;

    /// <summary>True when there is any quota.</summary>
    public bool LimitAnything => RequestsPerSecond > 0 || LimitDocuments;

    /// <summary>The most unfinished documents that have to be counted to see whether another one may be added. Each has a page that has
    /// not been read, except those that are about to complete, and they are fewer than <see cref="Completing"/>.</summary>
    internal long MostToCount => PagesPerDay > 0 ? Math.Max(MaxQueued, Math.Min(PagesPerDay, long.MaxValue - Completing)) + Completing
        : MaxQueued > 0 ? MaxQueued + 1L : 0;

    private const long Completing = 1000;
}
