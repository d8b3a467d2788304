namespace Aspire.Hosting.ApplicationModel;

/// <summary>A state and how it is shown.</summary>
/// <param name="Text">The state, one of <see cref="KnownResourceStates"/> or one of the resource's own.</param>
/// <param name="Style">How it is shown; null for plainly.</param>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>A state shown plainly.</summary>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new(s, null);
}
