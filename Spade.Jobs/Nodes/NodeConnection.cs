using Npgsql;

namespace Spade.Jobs.Nodes;

/// <summary>The node's own session while it is open.</summary>
/// <param name="Npgsql">The connection.</param>
/// <param name="PooledBackend">Behind a pooler, the backend that it had when it was opened; null on a direct connection.</param>
/// <param name="Name">Of its connection string.</param>
internal sealed record NodeConnection(NpgsqlConnection Npgsql, int? PooledBackend, string Name) : IDisposable
{
    /// <summary>What the look at the opening has missed, on a pooler that others keep busy, shows later.</summary>
    /// <exception cref="SharedSessionException">It has another backend now.</exception>
    public void ThrowIfMoved()
    {
        if (PooledBackend is { } backend && NodeStore.Backend(Npgsql) != backend)
            throw new SharedSessionException(Name);
    }

    public void Dispose() => Npgsql.Dispose();
}
