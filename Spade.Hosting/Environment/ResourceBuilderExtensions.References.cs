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
        return builder.WithReferenceRelationship(resource).WithEnvironment(context =>
        {
            if (builder.Injects(ReferenceEnvironmentInjectionFlags.ConnectionString))
            {
                context.EnvironmentVariables[resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}"] =
                    new ConnectionStringReference(resource, optional);
            }

            if (!builder.Injects(ReferenceEnvironmentInjectionFlags.ConnectionProperties))
                return;
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
        where TDestination : IResourceWithEnvironment => builder.WithReferenceRelationship(source.Resource).WithEnvironment(context =>
        {
            // Endpoints may be added after the reference was made, so they are looked up when the process starts.
            foreach (var endpoint in source.Resource.GetEndpoints())
                builder.AddService(context.EnvironmentVariables, name, endpoint);
        });

    /// <summary>Tells a process where one endpoint of a service is.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, EndpointReference endpointReference) where TDestination : IResourceWithEnvironment =>
        builder.WithReferenceRelationship(endpointReference.Resource)
            .WithEnvironment(context => builder.AddService(context.EnvironmentVariables, endpointReference.Resource.Name, endpointReference));

    /// <summary>Tells a process where something outside the application is.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment
    {
        if (!uri.IsAbsoluteUri || uri.PathAndQuery != "/")
            throw new InvalidOperationException($"'{uri}' cannot be the address of '{name}': give an absolute one without a path.");
        return builder.WithEnvironment(context =>
        {
            if (builder.Injects(ReferenceEnvironmentInjectionFlags.ServiceDiscovery))
                context.EnvironmentVariables[$"services__{name}__default__0"] = uri.ToString();
        });
    }

    /// <summary>Tells a process where an external service is: <c>services__name__scheme__0</c> (scheme <c>default</c> when the address is a
    /// parameter), and <c>NAME</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<ExternalServiceResource> externalService) where TDestination : IResourceWithEnvironment
    {
        var service = externalService.Resource;
        return builder.WithReferenceRelationship(service).WithEnvironment(context =>
        {
            var address = new ExternalServiceAddress(service);
            if (builder.Injects(ReferenceEnvironmentInjectionFlags.ServiceDiscovery))
                context.EnvironmentVariables[$"services__{service.Name}__{service.Uri?.Scheme ?? "default"}__0"] = address;
            if (builder.Injects(ReferenceEnvironmentInjectionFlags.Endpoints))
                context.EnvironmentVariables[VariableName(service.Name)] = address;
        });
    }

    /// <summary>Limits what references, earlier and later ones, tell a process.</summary>
    public static IResourceBuilder<TDestination> WithReferenceEnvironment<TDestination>(
        this IResourceBuilder<TDestination> builder, ReferenceEnvironmentInjectionFlags flags) where TDestination : IResourceWithEnvironment =>
        builder.WithAnnotation(new ReferenceEnvironmentInjectionAnnotation(flags), ResourceAnnotationMutationBehavior.Replace);

    private static bool Injects<T>(this IResourceBuilder<T> builder, ReferenceEnvironmentInjectionFlags flag) where T : IResource =>
        !builder.Resource.TryGetLastAnnotation<ReferenceEnvironmentInjectionAnnotation>(out var limit) || limit.Flags.HasFlag(flag);

    private static void AddService<T>(this IResourceBuilder<T> builder, Dictionary<string, object> variables, string name, EndpointReference endpoint)
        where T : IResource
    {
        if (builder.Injects(ReferenceEnvironmentInjectionFlags.ServiceDiscovery))
        {
            var index = 0;
            while (variables.ContainsKey(Key(index)))
                index++;
            variables[Key(index)] = endpoint;
        }

        if (builder.Injects(ReferenceEnvironmentInjectionFlags.Endpoints))
            variables[$"{VariableName(name)}_{VariableName(endpoint.EndpointName)}"] = endpoint;

        string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"services__{name}__{endpoint.Scheme}__{number}");
    }

    private static string VariableName(string name) => NonWord().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex(@"\W", RegexOptions.CultureInvariant)]
    private static partial Regex NonWord();
}
