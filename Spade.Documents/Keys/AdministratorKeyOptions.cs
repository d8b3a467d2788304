namespace Spade.Documents.Keys;

/// <summary>The key with which an installation begins. Section <c>Access</c>, given to the process that migrates.</summary>
public sealed class AdministratorKeyOptions
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Access";

    /// <summary>A key in the format of <see cref="KeyText"/>. The process that brings the schema up to date adds it with every scope, for
    /// the tenant <c>default</c>, unless there is a key with its prefix. A key that was revoked stays revoked, and a new value adds
    /// another key. Default empty: none is added.</summary>
    public string? AdministratorKey { get; set; }

    /// <summary>The key; null when none is given.</summary>
    internal KeyText? Key => KeyText.TryParse(AdministratorKey, out var key) ? key : null;
}
