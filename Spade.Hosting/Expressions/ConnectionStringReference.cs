namespace Aspire.Hosting.ApplicationModel;

/// <summary>Somebody's need of a connection string.</summary>
/// <param name="resource">Whose connection string.</param>
/// <param name="optional">True when the need can stay unmet.</param>
public sealed class ConnectionStringReference(IResourceWithConnectionString resource, bool optional)
    : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    /// <summary>Whose connection string.</summary>
    public IResourceWithConnectionString Resource { get; } = resource;

    /// <summary>True when the need can stay unmet.</summary>
    public bool Optional { get; } = optional;

    string IManifestExpressionProvider.ValueExpression => Resource.ValueExpression;

    IEnumerable<object> IValueWithReferences.References => [Resource];

    async ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken) =>
        await Resource.GetConnectionStringAsync(cancellationToken) is { Length: > 0 } value
            ? value
            : Optional ? null : throw new DistributedApplicationException($"'{Resource.Name}' has no connection string.");
}
