using Npgsql;

namespace Spade.Jobs.Notifications;

/// <summary>Coalesced wake-ups between processes over one LISTEN/NOTIFY channel. A notification may be lost, late or repeated:
/// subscribers also look by themselves now and then.</summary>
public interface INotifications
{
    /// <summary>Sends a notification to every process, this one included, outside any transaction: call it after the commit. Equal
    /// notifications that wait to be sent are sent once. Never blocks, never throws.</summary>
    void Publish(string topic, string key);

    /// <summary>Adds a notification to a batch as its last command, and as a transaction of its own behind that of the commands before it:
    /// it leaves when they are committed, or have failed, and costs no round trip.</summary>
    /// <returns>The command, whose failure is none of the batch's: call <see cref="Publish"/> then. Or null when another notification left
    /// just now: call <see cref="Publish"/> after the commit, which lets notifications gather.</returns>
    NpgsqlBatchCommand? TryAppend(NpgsqlBatch batch, string topic, string key);

    /// <summary>Calls <paramref name="onNotification"/> with the key of every notification on the topic, and with null when notifications
    /// may have been missed (the connection was renewed). The callback must be quick and must not throw.</summary>
    IDisposable Subscribe(string topic, Action<string?> onNotification);
}
