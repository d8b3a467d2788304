using System.Diagnostics.CodeAnalysis;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Finding again what has been described.</summary>
public static class DistributedApplicationBuilderExtensions
{
    /// <summary>Describes further a resource that was added under a name, whatever its case.</summary>
    /// <exception cref="InvalidOperationException">There is no such resource, or it is of another type.</exception>
    public static IResourceBuilder<T> CreateResourceBuilder<T>(this IDistributedApplicationBuilder builder, string name) where T : IResource =>
        builder.Find(name) switch
        {
            T resource => builder.CreateResourceBuilder(resource),
            null => throw new InvalidOperationException($"There is no resource named '{name}'. There are: {Names(builder)}."),
            var other => throw new InvalidOperationException($"'{name}' is a {other.GetType().Name}, not a {typeof(T).Name}."),
        };

    /// <summary>Describes further a resource that was added under a name, whatever its case, if there is one of the type.</summary>
    public static bool TryCreateResourceBuilder<T>(
        this IDistributedApplicationBuilder builder, string name, [NotNullWhen(true)] out IResourceBuilder<T>? resourceBuilder) where T : IResource
    {
        resourceBuilder = builder.Find(name) is T resource ? builder.CreateResourceBuilder(resource) : null;
        return resourceBuilder is not null;
    }

    private static IResource? Find(this IDistributedApplicationBuilder builder, string name) =>
        builder.Resources.FirstOrDefault(resource => string.Equals(resource.Name, name, StringComparison.OrdinalIgnoreCase));

    private static string Names(IDistributedApplicationBuilder builder) =>
        string.Join(", ", builder.Resources.Select(resource => resource.Name).DefaultIfEmpty("none"));
}
