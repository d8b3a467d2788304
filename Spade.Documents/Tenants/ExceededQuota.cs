namespace Spade.Documents.Tenants;

/// <summary>A quota that has no room for what was asked.</summary>
/// <param name="Name">Its name, one of those of <see cref="TenantQuotas"/>.</param>
/// <param name="Reason">The quota and what is used of it, as a sentence.</param>
/// <param name="RetryAfter">When there may be room.</param>
public sealed record ExceededQuota(string Name, string Reason, TimeSpan RetryAfter);
