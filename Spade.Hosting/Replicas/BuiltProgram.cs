namespace Spade.Hosting.Replicas;

/// <summary>The executable that a project was built into.</summary>
internal static class BuiltProgram
{
    // An IDE that debugs the AppHost starts the projects itself.
    private const string DebugSession = "DEBUG_SESSION_PORT";

    /// <summary>Runs the executable. Aspire would use <c>dotnet run</c>, whose process stays alive and takes 77 MB per replica.</summary>
    /// <remarks>The AppHost's build builds it into a folder of the same name as its own, such as bin/Debug/net10.0.</remarks>
    internal static void Run(IResourceBuilder<ProjectResource> project)
    {
        if (project.ApplicationBuilder.Configuration[DebugSession] is { Length: > 0 })
            return;
        var file = project.Resource.GetProjectMetadata().ProjectPath;
        var folder = Path.GetDirectoryName(file)!;
        var program = Path.Combine(
            folder, OutputFolder(project.ApplicationBuilder.AppHostDirectory), Path.GetFileNameWithoutExtension(file));
        if (!File.Exists(program))
            throw new DistributedApplicationException($"'{project.Resource.Name}' is not built (no {program}): build the AppHost.");
        project.WithAnnotation(
            new ExecutableAnnotation { Command = program, WorkingDirectory = folder }, ResourceAnnotationMutationBehavior.Replace);
    }

    private static string OutputFolder(string appHostDirectory)
    {
        var output = Path.GetRelativePath(appHostDirectory, AppContext.BaseDirectory);
        // A test runs the AppHost in its own process and so from another folder, whose last two parts are the same.
        return output.StartsWith("..", StringComparison.Ordinal)
            ? Path.Combine(
                "bin",
                new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
                Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))
            : output;
    }
}
