using System.Text.Json.Serialization;
using Spade.Documents.Webhooks;

namespace Spade.Api.Webhooks;

/// <summary>Where events of a tenant's documents are to be sent.</summary>
/// <param name="Url">The receiver; null for none, when only callbacks of uploads are signed. Has to be there, so that no receiver is
/// removed by leaving it out.</param>
/// <param name="Secret">A new secret, whsec_ and base64; left out to keep the present one, or to have one made if there is none.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TenantWebhookRequest([property: JsonRequired] string? Url, string? Secret = null)
{
    /// <summary>An example for the API's description.</summary>
    public static TenantWebhookRequest Example { get; } = new(DeliveryExamples.Url);
}

/// <summary>Where events of a tenant's documents are sent.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Url">The receiver; null for none.</param>
/// <param name="Secret">The secret if this request made or changed it, and null otherwise: it is not shown again.</param>
internal sealed record TenantWebhookResponse(string Tenant, string? Url, string? Secret)
{
    /// <summary>An example for the API's description.</summary>
    public static TenantWebhookResponse Example { get; } =
        new("acme", DeliveryExamples.Url, WebhookSecret.Prefix + "EXAMPLEexampleEXAMPLEexampleEXAMPLEexample0=");
}
