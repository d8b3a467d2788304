using Npgsql;

namespace Spade.Jobs.Nodes;

/// <summary>The node's own session while it is open.</summary>
/// <param name="Npgsql">The connection.</param>
/// <param name="PooledBackend">Behind a pooler, the backend at the time of opening; null on a direct connection.</param>
/// <param name="Name">Name of its connection string.</param>
internal sealed record NodeConnection(NpgsqlConnection Npgsql, int? PooledBackend, string Name) : IDisposable
{
    /// <summary>Repeats the check for a shared session, which a busy pooler may pass at the opening.</summary>
    /// <exception cref="SharedSessionException">The backend has changed.</exception>
    public void ThrowIfMoved()
    {
        if (PooledBackend is { } backend && NodeStore.Backend(Npgsql) != backend)
            throw new SharedSessionException(Name);
    }

    public void Dispose() => Npgsql.Dispose();
}
