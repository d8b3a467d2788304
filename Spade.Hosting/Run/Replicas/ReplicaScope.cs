using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>The replica whose process is being prepared, for the values that differ between replicas: its name and its own ports.</summary>
/// <remarks>Ambient, because the callbacks that ask for an address know the resource only: they are written once for all replicas.</remarks>
/// <param name="Id">Name of the replica.</param>
/// <param name="Ports">The ports that it listens on.</param>
internal sealed record ReplicaScope(string Id, IReadOnlyDictionary<EndpointAnnotation, int> Ports)
{
    private static readonly AsyncLocal<ReplicaScope?> Ambient = new();

    internal static ReplicaScope? Current => Ambient.Value;

    /// <summary>Makes this the current one until the calling async method ends.</summary>
    internal void Enter() => Ambient.Value = this;

    internal int? PortOf(EndpointAnnotation endpoint) => Ports.TryGetValue(endpoint, out var port) ? port : null;
}
