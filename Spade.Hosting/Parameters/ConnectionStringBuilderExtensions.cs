using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adding connection strings that are put together from other values.</summary>
public static class ConnectionStringBuilderExtensions
{
    /// <summary>Adds a connection string.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, ReferenceExpression connectionStringExpression) =>
        builder.AddResource(new ConnectionStringResource(name, connectionStringExpression))
            .WithReferenceRelationships(connectionStringExpression);

    /// <summary>Adds a connection string, piece by piece.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, Action<ReferenceExpressionBuilder> connectionStringBuilder)
    {
        var pieces = new ReferenceExpressionBuilder();
        connectionStringBuilder(pieces);
        return builder.AddConnectionString(name, pieces.Build());
    }

    private static IResourceBuilder<ConnectionStringResource> WithReferenceRelationships(
        this IResourceBuilder<ConnectionStringResource> builder, ReferenceExpression expression)
    {
        foreach (var resource in expression.ValueProviders.OfType<IResource>())
            builder.WithReferenceRelationship(resource);
        return builder;
    }
}
