using System.Globalization;

namespace Spade.Documents.Tenants;

/// <summary>What a tenant uses of its quotas at a moment.</summary>
/// <param name="Quotas">What it may use.</param>
/// <param name="Bytes">Bytes uploaded today.</param>
/// <param name="Pages">Pages read today.</param>
/// <param name="Queued">Its documents that wait or run, as far as they had to be counted.</param>
/// <param name="Unread">Pages of those documents that have not been read; one for each that no worker has opened.</param>
/// <param name="UntilTomorrow">The time until midnight (UTC).</param>
public sealed record TenantUse(TenantQuotas Quotas, long Bytes, long Pages, long Queued, long Unread, TimeSpan UntilTomorrow)
{
    /// <summary>About the time that a worker needs for a short document.</summary>
    private static readonly TimeSpan NextPlace = TimeSpan.FromSeconds(10);

    /// <summary>What would be used with one more document.</summary>
    internal TenantUse WithDocument(long bytes) => this with { Bytes = Bytes + bytes, Queued = Queued + 1, Unread = Unread + 1 };

    /// <summary>What would be used without the latest document.</summary>
    internal TenantUse WithoutDocument(long bytes) =>
        this with { Bytes = Bytes - bytes, Queued = Math.Max(0, Queued - 1), Unread = Math.Max(0, Unread - 1) };

    /// <summary>The quotas that this use exceeds.</summary>
    /// <param name="bytes">Size of the latest document; 0 when none was uploaded.</param>
    internal IReadOnlyList<ExceededQuota> Exceeded(long bytes)
    {
        List<ExceededQuota> exceeded = [];
        if (Quotas.MaxQueued > 0 && Queued > Quotas.MaxQueued)
            exceeded.Add(new(TenantQuotas.Queued, Text($"At most {Quotas.MaxQueued} documents may wait or run at once."), NextPlace));
        if (Quotas.BytesPerDay > 0 && bytes > 0 && Bytes > Quotas.BytesPerDay)
        {
            exceeded.Add(new(
                TenantQuotas.Bytes,
                Text($"At most {Quotas.BytesPerDay} bytes may be uploaded in a day (UTC); {Bytes - bytes} were, and the file has {bytes}."),
                UntilTomorrow));
        }

        if (Quotas.PagesPerDay > 0 && Pages + Unread > Quotas.PagesPerDay)
        {
            exceeded.Add(new(
                TenantQuotas.Pages,
                Text($"At most {Quotas.PagesPerDay} pages may be read in a day (UTC); {Pages} were, and {Unread - 1} or more wait."),
                UntilTomorrow));
        }

        return exceeded;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
