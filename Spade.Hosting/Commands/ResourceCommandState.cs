namespace Aspire.Hosting.ApplicationModel;

/// <summary>Whether a command can be given.</summary>
public enum ResourceCommandState
{
    /// <summary>It can.</summary>
    Enabled,

    /// <summary>Not now.</summary>
    Disabled,

    /// <summary>Not now, and nobody need know of it.</summary>
    Hidden,
}
