namespace Spade.Jobs.Notifications;

/// <summary>Coalesced wake-ups between processes over one LISTEN/NOTIFY channel. A notification may be lost, late or repeated,
/// so subscribers also poll.</summary>
public interface INotifications
{
    /// <summary>Sends a notification to all processes, including this one, outside any transaction. Call it after the commit. Equal pending
    /// notifications are sent once. Never blocks and never throws.</summary>
    void Publish(string topic, string key);

    /// <summary>Calls <paramref name="onNotification"/> with the key of every notification on the topic, and with null when notifications
    /// may have been missed (the connection was renewed). The callback must be quick and must not throw.</summary>
    IDisposable Subscribe(string topic, Action<string?> onNotification);
}
