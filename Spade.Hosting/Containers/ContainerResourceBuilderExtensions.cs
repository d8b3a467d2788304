using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Containers;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

/// <summary>Adding containers.</summary>
public static class ContainerResourceBuilderExtensions
{
    /// <summary>Adds a container.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name of the resource.</param>
    /// <param name="image">Image: <c>nginx</c>, <c>nginx:1.29</c>, <c>registry.example.org/nginx@sha256:…</c>.</param>
    /// <remarks>A run starts it with Docker or Podman, whichever is found in PATH and answers, and fails when neither does; configuration
    /// <c>ASPIRE_CONTAINER_RUNTIME</c> chooses one. Endpoints become ports of 127.0.0.1. The container is on the runtime's own network, from
    /// where this machine's services, which listen on loopback, are not to be reached: with
    /// <c>WithContainerRuntimeArgs("--network=host")</c> they are, and then an endpoint's port is the container's own.</remarks>
    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, string name, string image) =>
        builder.AddContainer(new ContainerResource(name)).WithImage(image);

    /// <summary>Adds a container.</summary>
    /// <inheritdoc cref="AddContainer(IDistributedApplicationBuilder,string,string)" path="/remarks"/>
    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, string name, string image, string tag) =>
        builder.AddContainer(new ContainerResource(name)).WithImage(image, tag);

    /// <summary>Chooses the image.</summary>
    /// <param name="builder">The container.</param>
    /// <param name="image">Name; it may say registry, tag and digest as well.</param>
    /// <param name="tag">Tag, for a name that says neither tag nor digest; <c>latest</c> by default.</param>
    public static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string image, string? tag = null) where T : ContainerResource
    {
        var name = ImageName.Parse(image);
        if (tag is not null && (name.Tag ?? name.Digest) is not null)
            throw new InvalidOperationException($"'{builder.Resource.Name}': image '{image}' says its tag already; '{tag}' cannot be said as well.");
        var annotation = new ContainerImageAnnotation
        {
            Registry = builder.ApplicationBuilder.Configuration[ContainerRuntime.RegistryKey] is { Length: > 0 } registry ? registry : name.Registry,
            Image = name.Image,
            Tag = tag ?? name.Tag ?? (name.Digest is null ? "latest" : null),
        };
        if (name.Digest is not null)
            annotation.SHA256 = name.Digest;
        return builder.WithAnnotation(annotation, ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Chooses the image's tag.</summary>
    public static IResourceBuilder<T> WithImageTag<T>(this IResourceBuilder<T> builder, string tag) where T : ContainerResource =>
        builder.ChangeImage(image => image.Tag = tag);

    /// <summary>Chooses the image's registry; null for the runtime's own choice.</summary>
    public static IResourceBuilder<T> WithImageRegistry<T>(this IResourceBuilder<T> builder, string? registry) where T : ContainerResource =>
        builder.ChangeImage(image => image.Registry = registry);

    /// <summary>Chooses the image's digest in place of a tag.</summary>
    public static IResourceBuilder<T> WithImageSHA256<T>(this IResourceBuilder<T> builder, string sha256) where T : ContainerResource =>
        builder.ChangeImage(image => image.SHA256 = sha256);

    /// <summary>Mounts a volume that keeps its content when the container ends.</summary>
    /// <param name="builder">The container.</param>
    /// <param name="name">Name of the volume; null for one that is the container's own and goes with it.</param>
    /// <param name="target">Absolute path in the container.</param>
    /// <param name="isReadOnly">True when the container must not write there.</param>
    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly = false)
        where T : ContainerResource => builder.WithAnnotation(new ContainerMountAnnotation(name, target, ContainerMountType.Volume, isReadOnly));

    /// <summary>Mounts a volume that is the container's own and goes with it.</summary>
    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string target) where T : ContainerResource =>
        builder.WithVolume(null, target);

    /// <summary>Mounts a file or folder of this machine.</summary>
    /// <param name="builder">The container.</param>
    /// <param name="source">Path, relative to the AppHost's folder.</param>
    /// <param name="target">Absolute path in the container.</param>
    /// <param name="isReadOnly">True when the container must not write there.</param>
    public static IResourceBuilder<T> WithBindMount<T>(this IResourceBuilder<T> builder, string source, string target, bool isReadOnly = false)
        where T : ContainerResource => builder.WithAnnotation(new ContainerMountAnnotation(
            Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), target, ContainerMountType.BindMount, isReadOnly));

    /// <summary>Says how long the container lives. A run refuses <see cref="ContainerLifetime.Persistent"/> when it starts.</summary>
    public static IResourceBuilder<T> WithLifetime<T>(this IResourceBuilder<T> builder, ContainerLifetime lifetime) where T : ContainerResource =>
        builder.WithAnnotation(new ContainerLifetimeAnnotation { Lifetime = lifetime }, ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Names the container for its runtime; by default it gets a name of the resource and this AppHost.</summary>
    public static IResourceBuilder<T> WithContainerName<T>(this IResourceBuilder<T> builder, string name) where T : ContainerResource =>
        builder.WithAnnotation(new ContainerNameAnnotation { Name = name }, ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Chooses the program that the container runs in place of its image's own.</summary>
    public static IResourceBuilder<T> WithEntrypoint<T>(this IResourceBuilder<T> builder, string entrypoint) where T : ContainerResource
    {
        builder.Resource.Entrypoint = entrypoint;
        return builder;
    }

    /// <summary>Adds arguments for the container runtime.</summary>
    public static IResourceBuilder<T> WithContainerRuntimeArgs<T>(this IResourceBuilder<T> builder, params string[] args) where T : ContainerResource =>
        builder.WithContainerRuntimeArgs(context =>
        {
            foreach (var argument in args)
                context.Args.Add(argument);
        });

    /// <summary>Changes the container runtime's arguments each time the container starts.</summary>
    public static IResourceBuilder<T> WithContainerRuntimeArgs<T>(
        this IResourceBuilder<T> builder, Action<ContainerRuntimeArgsCallbackContext> callback)
        where T : ContainerResource => builder.WithContainerRuntimeArgs(context =>
        {
            callback(context);
            return Task.CompletedTask;
        });

    /// <summary>Changes the container runtime's arguments each time the container starts.</summary>
    public static IResourceBuilder<T> WithContainerRuntimeArgs<T>(
        this IResourceBuilder<T> builder, Func<ContainerRuntimeArgsCallbackContext, Task> callback)
        where T : ContainerResource => builder.WithAnnotation(new ContainerRuntimeArgsCallbackAnnotation(callback));

    /// <summary>Adds a container of any kind. When it stops, what its runtime still has of it is removed.</summary>
    internal static IResourceBuilder<T> AddContainer<T>(this IDistributedApplicationBuilder builder, T container) where T : ContainerResource =>
        builder.AddResource(container).WithPortVariables().OnResourceStopped((resource, stopped, cancellationToken) =>
            stopped.Services.GetRequiredService<ContainerRuntime>().RemoveAsync(resource, cancellationToken));

    private static IResourceBuilder<T> ChangeImage<T>(this IResourceBuilder<T> builder, Action<ContainerImageAnnotation> change) where T : ContainerResource
    {
        if (!builder.Resource.TryGetLastAnnotation<ContainerImageAnnotation>(out var image))
            throw new InvalidOperationException($"'{builder.Resource.Name}' has no image yet: choose one with WithImage first.");
        change(image);
        return builder;
    }
}
