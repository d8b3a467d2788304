namespace Spade.Jobs.Nodes;

/// <summary>A pooler between the node and PostgreSQL gives each transaction any free session. The node's advisory lock would then not
/// belong to the node, and peers would declare living processes dead.</summary>
public sealed class SharedSessionException(string connectionName, Exception? inner = null) : Exception(
    $"ConnectionStrings__{connectionName} leads to a connection pooler that shares sessions (PgBouncer's pool_mode 'transaction' or "
    + "'statement'), and a node needs a session of its own: its advisory lock shows that the process lives. Use pool_mode "
    + "'session', or give the node a direct connection: set Jobs__ConnectionName to the name of another connection string that leads to "
    + "PostgreSQL itself.",
    inner);
