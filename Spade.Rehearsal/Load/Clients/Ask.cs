namespace Spade.Rehearsal.Load.Clients;

/// <summary>A request to send.</summary>
/// <param name="Method">Such as <c>GET</c>.</param>
/// <param name="Path">Path and query.</param>
internal sealed record Ask(string Method, string Path)
{
    /// <summary>Type of the body; null without one.</summary>
    internal string? ContentType { get; init; }

    /// <summary>The body; empty without one.</summary>
    internal byte[] Body { get; init; } = [];

    /// <summary>Over how long the body is sent in pieces; zero to send it at once.</summary>
    internal TimeSpan Trickle { get; init; }

    /// <summary>More headers, by name.</summary>
    internal IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets each part of the response's body when it arrives, also of a response that breaks off later.</summary>
    internal Action<ReadOnlySpan<byte>>? OnBody { get; init; }
}
