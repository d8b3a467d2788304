using Spade.Documents.Webhooks;

namespace Spade.Api.Tenants;

/// <summary>The receiver of a tenant's webhooks, and the secret that signs them, as a request gives them.</summary>
/// <param name="Secret">The secret to store: the given one, or a new one for a receiver; null for neither.</param>
/// <param name="IsGiven">True when the request has the secret.</param>
/// <param name="Fault">What is wrong, as a sentence without the value; null when nothing is.</param>
internal sealed record WebhookReceiver(byte[]? Secret, bool IsGiven, string? Fault)
{
    public static WebhookReceiver Read(TenantRequest request)
    {
        if (request.WebhookUrl is not null && !IsAddress(request.WebhookUrl))
            return new(null, false, "webhookUrl is no address that can be called; give one such as https://hooks.example.com/spade.");
        if (request.WebhookSecret is not { } text)
            return new(request.WebhookUrl is null ? null : WebhookSecret.Generate(), IsGiven: false, Fault: null);
        return WebhookSecret.TryParse(text, out var secret)
            ? new(secret, IsGiven: true, Fault: null)
            : new(null, false, $"webhookSecret is none; {WebhookSecret.Rule}.");
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Fragment.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
}
