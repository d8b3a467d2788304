using Spade.Hosting;

namespace Aspire.Hosting;

/// <summary>What an application says of its services for a cluster; a run takes no notice.</summary>
public static class PublishedServiceExtensions
{
    /// <summary>Names the paths that an Ingress shows, and no others: <c>/documents</c> with everything below it, <c>=/health/ready</c>
    /// alone. Everything else stays inside the cluster.</summary>
    /// <exception cref="ArgumentException">A path does not begin with <c>/</c> or <c>=/</c>.</exception>
    public static IResourceBuilder<T> WithPublicPaths<T>(this IResourceBuilder<T> service, params string[] paths)
        where T : IResourceWithEndpoints
    {
        if (Array.Find(paths, path => !path.StartsWith('/') && !path.StartsWith("=/", StringComparison.Ordinal)) is { } wrong)
        {
            throw new ArgumentException(
                $"'{wrong}' of '{service.Resource.Name}' is not a path: it must begin with '/', or with '=/' for that path alone.",
                nameof(paths));
        }

        return service.WithAnnotation(new PublicPathsAnnotation(paths), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Says what each pod requests and how much memory it may use: see <see cref="PodResourcesAnnotation"/>.</summary>
    public static IResourceBuilder<T> WithResources<T>(this IResourceBuilder<T> service, string cpu, string memory, string memoryLimit)
        where T : IComputeResource =>
        service.WithAnnotation(new PodResourcesAnnotation(cpu, memory, memoryLimit), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Says that the service's program, run with these arguments, brings the database's schema up to date and ends. Services do so
    /// themselves when they start; for a database that was there before the chart, the chart runs this first. One service of a chart can
    /// have it.</summary>
    public static IResourceBuilder<T> WithMigrations<T>(this IResourceBuilder<T> service, params string[] arguments)
        where T : IComputeResource =>
        service.WithAnnotation(new MigrationAnnotation(arguments), ResourceAnnotationMutationBehavior.Replace);
}
