namespace Spade.Rehearsal.Load;

/// <summary>The server that is loaded.</summary>
/// <param name="Address">Its address; the path is what <see cref="Operation.Get"/> asks for.</param>
/// <param name="Key">Key that requests carry as a bearer token; null for none.</param>
/// <param name="ReplicaOf">Returns the replica that serves the connection with a local port; null when that cannot be known.</param>
internal sealed record LoadServer(Uri Address, string? Key = null, Func<int, string?>? ReplicaOf = null)
{
    /// <summary>Where requests by HTTP/2 go and have to be answered. Default null: to <see cref="Address"/>, if it speaks HTTP/2. Without
    /// TLS that is another port, because Kestrel speaks one version on a port.</summary>
    internal Uri? Http2Address { get; init; }
}
