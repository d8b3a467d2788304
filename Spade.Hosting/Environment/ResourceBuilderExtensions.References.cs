using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Tells a process how to connect: <c>ConnectionStrings__name</c>, and the parts one by one as <c>NAME_HOST</c> and so on.</summary>
    /// <param name="builder">Who is told.</param>
    /// <param name="source">What to connect to.</param>
    /// <param name="connectionName">Name in place of the resource's own.</param>
    /// <param name="optional">True when a missing connection string is no error.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null, bool optional = false) where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        var name = connectionName ?? resource.Name;
        return builder.WithEnvironment(context =>
        {
            context.EnvironmentVariables[resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}"] =
                new ConnectionStringReference(resource, optional);
            foreach (var (part, value) in resource.GetConnectionProperties())
                context.EnvironmentVariables[$"{VariableName(name)}_{part.ToUpperInvariant()}"] = value;
        });
    }

    /// <summary>Tells a process where a service is: <c>services__name__scheme__0</c> per endpoint, and <c>NAME_ENDPOINT</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment => builder.WithReference(source, source.Resource.Name);

    /// <summary>Tells a process where a service is, under another name.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source, string name)
        where TDestination : IResourceWithEnvironment => builder.WithEnvironment(context =>
        {
            // Endpoints may be added after the reference was made, so they are looked up when the process starts.
            foreach (var endpoint in source.Resource.GetEndpoints())
                AddService(context.EnvironmentVariables, name, endpoint);
        });

    /// <summary>Tells a process where one endpoint of a service is.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference) where TDestination : IResourceWithEnvironment =>
        builder.WithEnvironment(context => AddService(context.EnvironmentVariables, endpointReference.Resource.Name, endpointReference));

    /// <summary>Tells a process where something outside the application is.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment
    {
        if (!uri.IsAbsoluteUri || uri.PathAndQuery != "/")
            throw new InvalidOperationException($"'{uri}' cannot be the address of '{name}': give an absolute one without a path.");
        return builder.WithEnvironment($"services__{name}__default__0", uri.ToString());
    }

    private static void AddService(Dictionary<string, object> variables, string name, EndpointReference endpoint)
    {
        var index = 0;
        while (variables.ContainsKey(Key(index)))
            index++;
        variables[Key(index)] = endpoint;
        variables[$"{VariableName(name)}_{VariableName(endpoint.EndpointName)}"] = endpoint;

        string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"services__{name}__{endpoint.Scheme}__{number}");
    }

    private static string VariableName(string name) => NonWord().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex(@"\W", RegexOptions.CultureInvariant)]
    private static partial Regex NonWord();
}
