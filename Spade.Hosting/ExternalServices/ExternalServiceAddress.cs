using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>The address of an external service, as a value.</summary>
internal sealed class ExternalServiceAddress(ExternalServiceResource service) : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    internal ExternalServiceResource Service => service;

    public string ValueExpression => service.UrlParameter?.ValueExpression ?? service.Uri!.ToString();

    IEnumerable<object> IValueWithReferences.References => service.UrlParameter is { } parameter ? [service, parameter] : [service];

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        if (service.UrlParameter is not { } parameter)
            return service.Uri!.ToString();
        var text = await parameter.GetValueAsync(cancellationToken);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
            throw new DistributedApplicationException($"Parameter '{parameter.Name}' has the value '{text}', which is no address of '{service.Name}': give an absolute one.");
        return Fault(uri) is { } fault
            ? throw new DistributedApplicationException($"Parameter '{parameter.Name}' has the value '{text}', where '{service.Name}' cannot be: {fault}")
            : uri.ToString();
    }

    /// <summary>Service discovery knows hosts and ports, not paths. Null when nothing is wrong.</summary>
    internal static string? Fault(Uri uri) =>
        !uri.IsAbsoluteUri ? "give an absolute address."
        : uri.PathAndQuery != "/" || uri.Fragment.Length != 0 ? "give an address without a path, such as https://example.org/."
        : null;
}
