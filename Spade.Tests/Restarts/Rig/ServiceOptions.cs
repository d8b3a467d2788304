namespace Spade.Tests.Restarts.Rig;

/// <summary>What a replica gets besides the system's settings.</summary>
internal sealed record ServiceOptions
{
    public static ServiceOptions None { get; } = new();

    /// <summary>Environment variables, for example <c>Shutdown__LameDuck</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>A folder to look for programs in first.</summary>
    public string? PathPrefix { get; init; }

    /// <summary>An empty folder that becomes the root of a read-only view of the file system; null to start the service as it is.</summary>
    public string? Confinement { get; init; }
}
