namespace Spade.Documents.Keys;

/// <summary>What a key may do. A key has one or more of them.</summary>
public static class KeyScopes
{
    /// <summary>Upload, retry, cancel and remove documents of the key's tenant.</summary>
    public const string Write = "documents:write";

    /// <summary>Read documents of the key's tenant and everything made of them.</summary>
    public const string Read = "documents:read";

    /// <summary>Administer: queues, restarts, keys, tenants, deliveries, and the documents of every tenant.</summary>
    public const string Operate = "operate";

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> All { get; } = [Write, Read, Operate];
}
