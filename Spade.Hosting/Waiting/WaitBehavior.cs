namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a waiting resource does when the other ends or cannot start.</summary>
public enum WaitBehavior
{
    /// <summary>Goes on waiting: somebody may start the other again.</summary>
    WaitOnResourceUnavailable,

    /// <summary>Gives up. The default.</summary>
    StopOnResourceUnavailable,
}
