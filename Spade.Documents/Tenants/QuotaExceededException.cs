namespace Spade.Documents.Tenants;

/// <summary>The tenant's quotas have no room for what was asked. Nothing was stored.</summary>
public sealed class QuotaExceededException(IReadOnlyList<ExceededQuota> quotas)
    : Exception(string.Join(' ', quotas.Select(quota => quota.Reason)))
{
    /// <summary>The quotas; at least one.</summary>
    public IReadOnlyList<ExceededQuota> Quotas { get; } = quotas;

    /// <summary>When there may be room in all of them.</summary>
    public TimeSpan RetryAfter => Quotas.Max(quota => quota.RetryAfter);
}
