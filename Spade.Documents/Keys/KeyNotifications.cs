namespace Spade.Documents.Keys;

/// <summary>How processes notify one another of a changed key, over <see cref="Spade.Jobs.Notifications.INotifications"/>.</summary>
public static class KeyNotifications
{
    /// <summary>The topic; the key is the prefix. Published after the commit of a new key, a revocation or a new expiry. A process that
    /// misses it notices within <see cref="IKeyVerifier.MaxAge"/>.</summary>
    public const string Topic = "keys";
}
