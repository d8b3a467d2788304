using Npgsql;

namespace Spade.Jobs;

/// <summary>Coalesced wake-ups between processes over one LISTEN/NOTIFY channel. A hint may be lost, late or repeated: whoever
/// waits for one also looks by itself now and then.</summary>
public interface IHints
{
    /// <summary>Sends a hint to every process, this one included, outside any transaction: call it after the commit. Equal hints that
    /// wait to be sent are sent once. Never blocks, never throws.</summary>
    void Publish(string topic, string key);

    /// <summary>Adds a hint to a batch as its last command, and as a transaction of its own behind that of the commands before it: it leaves
    /// when they are committed, or have failed, and costs no round trip.</summary>
    /// <returns>The command, whose failure is none of the batch's: call <see cref="Publish"/> then. Or null when another hint left just now:
    /// call <see cref="Publish"/> after the commit, which lets hints gather.</returns>
    NpgsqlBatchCommand? TryAppend(NpgsqlBatch batch, string topic, string key);

    /// <summary>Calls <paramref name="onHint"/> with the key of every hint on the topic, and with null when hints may have been
    /// missed (the connection was renewed). The callback must be quick and must not throw.</summary>
    IDisposable Subscribe(string topic, Action<string?> onHint);
}
