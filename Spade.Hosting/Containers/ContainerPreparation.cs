using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Processes;

namespace Aspire.Hosting.Containers;

/// <summary>Turns a container's description into the command that runs it and ends with it.</summary>
internal sealed class ContainerPreparation(ContainerRuntime runtime)
{
    private static readonly string[] HostNetwork = ["--network=host", "--net=host"];

    internal async Task<SessionStart> PrepareAsync(
        ContainerResource container, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        if (!container.TryGetContainerImageName(out var image))
            throw new DistributedApplicationException($"'{container.Name}' has no image: choose one with WithImage.");
        if (container.TryGetLastAnnotation<ContainerLifetimeAnnotation>(out var lifetime) && lifetime.Lifetime == ContainerLifetime.Persistent)
            throw new DistributedApplicationException($"'{container.Name}' cannot be persistent here: nothing outlives the AppHost. Keep its data in a volume, and leave out WithLifetime.");
        var program = await runtime.FindAsync(container, cancellationToken);
        await runtime.RemoveAsync(container, cancellationToken);
        var runtimeArguments = await RuntimeArgumentsAsync(container, cancellationToken);
        string[] command =
        [
            "run", "--rm", "--name", runtime.NameOf(container),
            .. runtimeArguments.Any(HostNetwork.Contains) ? [] : Ports(container),
            // By name only: the values, passwords among them, go by way of the environment, where other users of the machine cannot read them.
            .. environment.Keys.SelectMany(name => new[] { "-e", name }),
            .. container.Annotations.OfType<ContainerMountAnnotation>().SelectMany(mount => new[] { "-v", Mount(mount) }),
            .. container.Entrypoint is { } entrypoint ? ["--entrypoint", entrypoint] : Array.Empty<string>(),
            .. runtimeArguments,
            image,
            .. arguments,
        ];
        // Not killed but interrupted when the AppHost is gone: the command hands the signal on to its container, and a kill it could not.
        return new(container.Name, program, command, "/", environment, SessionKind.Postgres);
    }

    private static IEnumerable<string> Ports(ContainerResource container) => container.GetEndpoints().SelectMany(endpoint => new[]
    {
        "-p",
        string.Create(CultureInfo.InvariantCulture, $"{endpoint.Host}:{endpoint.Port}:{endpoint.TargetPort ?? endpoint.Port}")
            + (endpoint.EndpointAnnotation.Protocol == System.Net.Sockets.ProtocolType.Udp ? "/udp" : ""),
    });

    private static string Mount(ContainerMountAnnotation mount) =>
        $"{(mount.Source is null ? "" : $"{mount.Source}:")}{mount.Target}{(mount.IsReadOnly ? ":ro" : "")}";

    private static async Task<IReadOnlyList<string>> RuntimeArgumentsAsync(ContainerResource container, CancellationToken cancellationToken)
    {
        var context = new ContainerRuntimeArgsCallbackContext([], cancellationToken);
        foreach (var annotation in container.Annotations.OfType<ContainerRuntimeArgsCallbackAnnotation>())
            await annotation.Callback(context);
        var arguments = new List<string>();
        foreach (var argument in context.Args)
            arguments.Add(await ProcessPreparation.ValueAsync(argument, cancellationToken) ?? "");
        return arguments;
    }
}
