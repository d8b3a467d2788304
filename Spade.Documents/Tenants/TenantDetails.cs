namespace Spade.Documents.Tenants;

/// <summary>What is known of a tenant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Settings">What was set for it; nulls where nothing was.</param>
/// <param name="HasWebhookSecret">True when a secret signs its webhooks.</param>
/// <param name="Keys">Keys of it that are accepted now.</param>
/// <param name="BytesToday">Bytes that it has uploaded today, by the database's clock in UTC.</param>
/// <param name="PagesToday">Pages that were recognised for it today.</param>
/// <param name="CreatedAt">When something was first set for it; null when nothing is.</param>
public sealed record TenantDetails(
    string Name, TenantSettings Settings, bool HasWebhookSecret, long Keys, long BytesToday, long PagesToday, DateTimeOffset? CreatedAt);
