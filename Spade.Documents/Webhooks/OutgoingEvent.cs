namespace Spade.Documents.Webhooks;

/// <summary>An event that is to be sent.</summary>
/// <param name="Id">The same in every attempt.</param>
/// <param name="Tenant">Whose document it is about.</param>
/// <param name="Url">The receiver.</param>
/// <param name="Payload">The body, the same bytes in every attempt.</param>
/// <param name="Secret">The tenant's secret, which signs it; null when it has none.</param>
/// <param name="IsCallback">True when the upload named the receiver, false when an operator did.</param>
public sealed record OutgoingEvent(Guid Id, string Tenant, Uri Url, string Payload, byte[]? Secret, bool IsCallback)
{
    /// <summary>Names no secret and no address: an address may hold a token.</summary>
    public override string ToString() => $"{Id} of {Tenant}";
}
