using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adding .NET projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project that the AppHost's project file refers to: <c>AddProject&lt;Projects.Spade_Api&gt;("spade-api")</c>.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject(name, new TProject());

    /// <summary>Adds a project by the path of its file, relative to the AppHost's folder. It is built when it starts.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath)
    {
        var path = Path.GetFullPath(projectPath, builder.AppHostDirectory);
        return File.Exists(path)
            ? builder.AddProject(name, new ProjectAtPath(path))
            : throw new DistributedApplicationException($"'{name}': there is no project file {path}.");
    }

    /// <summary>Runs several processes of the project behind one address.</summary>
    /// <param name="builder">The project.</param>
    /// <param name="replicas">How many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1.</exception>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        if (replicas < 1)
            throw new ArgumentOutOfRangeException(nameof(replicas), replicas, $"'{builder.Resource.Name}' cannot have {replicas} replicas: give it at least 1.");
        return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
    }

    private static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, IProjectMetadata project) =>
        builder.AddResource(new ProjectResource(name)).WithAnnotation(project).WithProjectDefaults();

    private sealed record ProjectAtPath(string ProjectPath) : IProjectMetadata;
}
