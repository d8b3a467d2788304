using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Containers;
using Aspire.Hosting.Run.Replicas;

namespace Aspire.Hosting.Run.Processes;

/// <summary>Turns a resource's description into what is to be started: callbacks called, values filled in.</summary>
internal sealed class ProcessPreparation(DistributedApplicationExecutionContext executionContext, ProjectBuild build, ContainerPreparation containers)
{
    internal async Task<SessionStart> PrepareAsync(IResource resource, ReplicaScope scope, CancellationToken cancellationToken)
    {
        scope.Enter();
        if (resource is ContainerResource container)
        {
            return await containers.PrepareAsync(
                container, await ArgumentsAsync(container, cancellationToken), await EnvironmentAsync(container, scope, cancellationToken), cancellationToken);
        }

        var (program, leading, folder) = resource switch
        {
            ProjectResource project => await ProjectCommandAsync(project, cancellationToken),
            ExecutableResource executable => (Programs.Find(executable.Command, executable.WorkingDirectory), [], executable.WorkingDirectory),
            _ => throw new DistributedApplicationException($"'{resource.Name}' is a {resource.GetType().Name}: run mode does not know how to start one."),
        };
        if (program is null)
            throw new DistributedApplicationException($"'{resource.Name}': there is no program '{((ExecutableResource)resource).Command}'. Install it, or correct its path.");
        if (!Directory.Exists(folder))
            throw new DistributedApplicationException($"'{resource.Name}': there is no folder {folder} to run it in.");
        var arguments = await ArgumentsAsync(resource, cancellationToken);
        return new(scope.Id, program, [.. leading, .. arguments], folder, await EnvironmentAsync(resource, scope, cancellationToken));
    }

    private async Task<(string? Program, string[] Arguments, string Folder)> ProjectCommandAsync(ProjectResource project, CancellationToken cancellationToken)
    {
        var metadata = project.Annotations.OfType<IProjectMetadata>().Last();
        var assembly = metadata is IProjectOutput { AssemblyPath: var built } ? built : await build.BuildAsync(metadata.ProjectPath, cancellationToken);
        if (!File.Exists(assembly))
            throw new DistributedApplicationException($"'{project.Name}' is not built: there is no {assembly}. Build the AppHost's project.");
        // The AppHost's own dotnet, so that nothing depends on PATH or on where an apphost would look for a runtime.
        return (Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : DotNetHost(), [assembly], Path.GetDirectoryName(metadata.ProjectPath)!);
    }

    /// <summary>The host of the runtime that the AppHost runs on: shared/Microsoft.NETCore.App/version is three folders below it.</summary>
    private static string DotNetHost() =>
        Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private async Task<IReadOnlyList<string>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], resource, cancellationToken) { ExecutionContext = executionContext };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(context);
        var arguments = new List<string>();
        foreach (var argument in context.Args)
            arguments.Add(await ValueAsync(argument, cancellationToken) ?? "");
        return arguments;
    }

    internal async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(IResource resource, ReplicaScope scope, CancellationToken cancellationToken)
    {
        scope.Enter();
        var context = new EnvironmentCallbackContext(executionContext, resource, cancellationToken: cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        var variables = new Dictionary<string, string>();
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            if (await ValueAsync(value, cancellationToken) is { } text)
                variables[name] = text;
        }

        return variables;
    }

    internal static async ValueTask<string?> ValueAsync(object value, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        IValueProvider provider => await provider.GetValueAsync(cancellationToken),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
