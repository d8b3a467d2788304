namespace Spade.Documents.Tenants;

/// <summary>A row of <c>tenants</c>: what an operator has set for a tenant. A tenant without a row has the defaults of the
/// configuration.</summary>
internal sealed class Tenant
{
    /// <summary>Lower-case letters, digits and hyphens, see <see cref="TenantName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Requests that each API replica answers per second; null for the default of the configuration, 0 for no limit.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>Bytes that may be uploaded per day (UTC), by all replicas together; null for the default, 0 for no limit.</summary>
    public long? BytesPerDay { get; init; }

    /// <summary>Pages that may be recognised per day (UTC), by all workers together; null for the default, 0 for no limit.</summary>
    public long? PagesPerDay { get; init; }

    /// <summary>Documents that may wait or run at once; null for the default, 0 for no limit.</summary>
    public int? MaxQueued { get; init; }

    /// <summary>Where events of all its documents are sent; null for nowhere.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>Signs its webhooks; null until one was made.</summary>
    public byte[]? WebhookSecret { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}
