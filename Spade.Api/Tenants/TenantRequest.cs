using System.Text.Json.Serialization;
using Spade.Documents.Tenants;

namespace Spade.Api.Tenants;

/// <summary>Limits for a tenant. They replace all that were set before.</summary>
/// <param name="RequestsPerSecond">Requests that each API replica answers per second; 0 for no limit, the default when left out.</param>
/// <param name="BytesPerDay">Bytes that may be uploaded per day (UTC); 0 for no limit, the default when left out.</param>
/// <param name="PagesPerDay">Pages that may be recognised per day (UTC); 0 for no limit, the default when left out.</param>
/// <param name="MaxQueued">Documents that may wait or run at once; 0 for no limit, the default when left out.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TenantRequest(
    int? RequestsPerSecond = null, long? BytesPerDay = null, long? PagesPerDay = null, int? MaxQueued = null)
{
    /// <summary>An example for the API's description.</summary>
    public static TenantRequest Example { get; } =
        new(RequestsPerSecond: 20, BytesPerDay: 10_000_000_000, PagesPerDay: 50_000, MaxQueued: 1_000);

    public TenantSettings ToSettings() => new(RequestsPerSecond, BytesPerDay, PagesPerDay, MaxQueued);
}
