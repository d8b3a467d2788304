using Spade.Hosting;

namespace Aspire.Hosting;

/// <summary>Settings of services for the published chart; they have no effect in a run.</summary>
public static class PublishedServiceExtensions
{
    /// <summary>Sets the paths that an Ingress routes: <c>/documents</c> with everything below it, <c>=/health/ready</c> alone. All other
    /// paths stay inside the cluster.</summary>
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

    /// <summary>Sets each pod's CPU and memory requests and its memory limit: see <see cref="PodResourcesAnnotation"/>.</summary>
    public static IResourceBuilder<T> WithResources<T>(this IResourceBuilder<T> service, string cpu, string memory, string memoryLimit)
        where T : IComputeResource =>
        service.WithAnnotation(new PodResourcesAnnotation(cpu, memory, memoryLimit), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Sets the arguments with which the service's program migrates the database and exits. Services also migrate at their start;
    /// for a database that exists before the chart is installed, the chart runs this command first. Only one service of a chart can
    /// have it.</summary>
    public static IResourceBuilder<T> WithMigrations<T>(this IResourceBuilder<T> service, params string[] arguments)
        where T : IComputeResource =>
        service.WithAnnotation(new MigrationAnnotation(arguments), ResourceAnnotationMutationBehavior.Replace);
}
