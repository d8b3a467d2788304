namespace Spade.Documents.Tenants;

/// <summary>A tenant whose settings were replaced.</summary>
/// <param name="Tenant">As it is now.</param>
/// <param name="IsNew">True when nothing was set for it before.</param>
/// <param name="NewSecret">The secret that signs its webhooks, if the one that was offered was taken; else null.</param>
public sealed record SavedTenant(TenantDetails Tenant, bool IsNew, byte[]? NewSecret);
