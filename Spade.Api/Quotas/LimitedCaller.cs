using Spade.Documents.Tenants;

namespace Spade.Api.Quotas;

/// <summary>The tenant of a request and its quotas; a feature of requests whose tenant has some.</summary>
internal sealed record LimitedCaller(string Tenant, TenantQuotas Quotas);
