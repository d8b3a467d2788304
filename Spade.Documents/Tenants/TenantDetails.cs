namespace Spade.Documents.Tenants;

/// <summary>What is known of a tenant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Settings">The limits that were set for it; nulls where none was.</param>
/// <param name="WebhookUrl">Where events of all its documents are sent; null for nowhere.</param>
/// <param name="Keys">Keys of it that are accepted now.</param>
/// <param name="BytesToday">Bytes that it has uploaded today, by the database's clock in UTC.</param>
/// <param name="PagesToday">Pages that were recognised for it today.</param>
/// <param name="CreatedAt">When something was first set for it; null when nothing is.</param>
public sealed record TenantDetails(
    string Name, TenantSettings Settings, string? WebhookUrl, long Keys, long BytesToday, long PagesToday, DateTimeOffset? CreatedAt);
