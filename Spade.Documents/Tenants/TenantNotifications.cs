namespace Spade.Documents.Tenants;

/// <summary>The notification by which replicas learn at once that a tenant's settings have changed.</summary>
internal static class TenantNotifications
{
    /// <summary>The topic; the key is the tenant's name.</summary>
    public const string Topic = "tenants";
}
