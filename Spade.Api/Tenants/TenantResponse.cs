using Spade.Documents.Tenants;

namespace Spade.Api.Tenants;

/// <summary>Tenants.</summary>
/// <param name="Tenants">The tenants, in the order of their names.</param>
internal sealed record TenantListResponse(IReadOnlyList<TenantResponse> Tenants);

/// <summary>A tenant as administrators see it. A limit that was not set is null: the configuration's default applies.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RequestsPerSecond">Requests that each API replica answers per second; 0 for no limit.</param>
/// <param name="BytesPerDay">Bytes that may be uploaded per day (UTC); 0 for no limit.</param>
/// <param name="PagesPerDay">Pages that may be recognised per day (UTC); 0 for no limit.</param>
/// <param name="MaxQueued">Documents that may wait or run at once; 0 for no limit.</param>
/// <param name="WebhookUrl">Where events of its documents are sent; null for nowhere.</param>
/// <param name="Keys">Keys of it that are accepted now.</param>
/// <param name="BytesToday">Bytes that it has uploaded today (UTC); counted while a limit applies.</param>
/// <param name="PagesToday">Pages that were recognised for it today (UTC); counted while a limit applies.</param>
/// <param name="CreatedAt">When something was first set for it; null when nothing is.</param>
internal sealed record TenantResponse(
    string Name,
    int? RequestsPerSecond,
    long? BytesPerDay,
    long? PagesPerDay,
    int? MaxQueued,
    string? WebhookUrl,
    long Keys,
    long BytesToday,
    long PagesToday,
    DateTimeOffset? CreatedAt)
{
    /// <summary>An example for the API's description.</summary>
    public static TenantResponse Example { get; } = From(new TenantDetails(
        "acme", TenantRequest.Example.ToSettings(), "https://hooks.example.com/spade", Keys: 2, BytesToday: 48_811_904, PagesToday: 112,
        new DateTimeOffset(2027, 3, 1, 9, 30, 0, TimeSpan.Zero)));

    public static TenantResponse From(TenantDetails tenant) => new(
        tenant.Name, tenant.Settings.RequestsPerSecond, tenant.Settings.BytesPerDay, tenant.Settings.PagesPerDay,
        tenant.Settings.MaxQueued, tenant.WebhookUrl, tenant.Keys, tenant.BytesToday, tenant.PagesToday, tenant.CreatedAt);
}
