namespace Spade.Documents.Tenants;

/// <summary>A row of <c>tenant_usage</c>: what a tenant has used on a day.</summary>
internal sealed class TenantUsage
{
    public required string Tenant { get; init; }

    /// <summary>The day, by the database's clock in UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Bytes that were uploaded.</summary>
    public long Bytes { get; init; }

    /// <summary>Pages that were recognised, those that could not be read included.</summary>
    public long Pages { get; init; }
}
