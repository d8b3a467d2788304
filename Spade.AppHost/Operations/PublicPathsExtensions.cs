using Spade.Hosting;

namespace Spade.AppHost.Operations;

/// <summary>What the world outside may see of a service.</summary>
internal static class PublicPathsExtensions
{
    /// <summary>Names the paths that an Ingress shows, and no others: <c>/documents</c> with everything below it, <c>=/health/ready</c>
    /// alone. Everything else stays inside the cluster.</summary>
    public static IResourceBuilder<T> WithPublicPaths<T>(this IResourceBuilder<T> service, params string[] paths) where T : IResourceWithEndpoints
    {
        if (Array.Find(paths, path => !path.TrimStart('=').StartsWith('/')) is { } wrong)
            throw new ArgumentException($"'{wrong}' of '{service.Resource.Name}' is no path: it must begin with '/', or with '=/' for exactly that path.", nameof(paths));
        return service.WithAnnotation(new PublicPathsAnnotation(paths), ResourceAnnotationMutationBehavior.Replace);
    }
}
