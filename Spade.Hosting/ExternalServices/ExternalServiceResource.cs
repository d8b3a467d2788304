using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A service outside the application.</summary>
public sealed class ExternalServiceResource : Resource
{
    /// <summary>Describes a service at a fixed address.</summary>
    /// <param name="name">Name.</param>
    /// <param name="uri">Absolute address that ends in a slash.</param>
    public ExternalServiceResource(string name, Uri uri) : base(name)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (ExternalServiceAddress.Fault(uri) is { } fault)
            throw new ArgumentException($"'{name}' cannot be at '{uri}': {fault}", nameof(uri));
        Uri = uri;
    }

    /// <summary>Describes a service whose address is a parameter.</summary>
    /// <param name="name">Name.</param>
    /// <param name="urlParameter">The address.</param>
    public ExternalServiceResource(string name, ParameterResource urlParameter) : base(name) => UrlParameter = urlParameter;

    /// <summary>The address; null when it is a parameter.</summary>
    public Uri? Uri { get; }

    /// <summary>The parameter with the address; null when it is fixed.</summary>
    public ParameterResource? UrlParameter { get; }
}
