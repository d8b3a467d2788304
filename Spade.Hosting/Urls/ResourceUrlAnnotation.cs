namespace Aspire.Hosting.ApplicationModel;

/// <summary>An address of a resource that people open.</summary>
public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    /// <summary>The address, or the part that follows an endpoint's.</summary>
    public required string Url { get; set; }

    /// <summary>Text in place of the address.</summary>
    public string? DisplayText { get; set; }

    /// <summary>Endpoint that the address belongs to; null for none.</summary>
    public EndpointReference? Endpoint { get; init; }

    /// <summary>Addresses with a higher number are shown first.</summary>
    public int? DisplayOrder { get; set; }

    /// <summary>Where the address is shown; everywhere by default.</summary>
    public UrlDisplayLocation DisplayLocation { get; set; }
}
