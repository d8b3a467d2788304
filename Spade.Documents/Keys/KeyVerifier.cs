using System.Collections.Concurrent;
using Spade.Jobs.Notifications;

namespace Spade.Documents.Keys;

/// <summary>Verifies keys against rows that it keeps for a few seconds, so that most requests ask no database.</summary>
/// <remarks>Only keys that exist are kept, so what it keeps is bounded by the table. One that does not exist is looked for each time, so
/// that a new key works at once; <see cref="KeyReads"/> bounds what that costs.</remarks>
internal sealed class KeyVerifier : IKeyVerifier, IDisposable
{
    /// <summary>From this age on one request reads the row again, while the others go on with what is known: a busy key would otherwise
    /// be read by all requests at once whenever it becomes too old.</summary>
    private static readonly TimeSpan RefreshAge = IKeyVerifier.MaxAge - TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, StoredKey> _known = new(StringComparer.Ordinal);
    private readonly KeyReads _reads;
    private readonly KeyUses _uses;
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;

    public KeyVerifier(KeyReads reads, KeyUses uses, INotifications notifications, TimeProvider time)
    {
        (_reads, _uses, _time) = (reads, uses, time);
        _subscription = notifications.Subscribe(KeyNotifications.Topic, Forget);
    }

    public async Task<VerifiedKey?> VerifyAsync(string key, CancellationToken cancellationToken)
    {
        if (!KeyText.TryParse(key, out var text))
            return null;
        var stored = await ReadAsync(text.Prefix, cancellationToken);
        if (stored?.Is(text) != true || stored.IfLiving(_time) is not { } verified)
            return null;
        _uses.Note(verified.Prefix);
        return verified;
    }

    public async Task<VerifiedKey?> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        if (!KeyText.IsPrefix(prefix) || (await ReadAsync(prefix, cancellationToken))?.IfLiving(_time) is not { } found)
            return null;
        _uses.Note(prefix);
        return found;
    }

    public void Dispose() => _subscription.Dispose();

    private async ValueTask<StoredKey?> ReadAsync(string prefix, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(prefix, out var known))
        {
            var age = known.Age(_time);
            if (age < RefreshAge || (age < IKeyVerifier.MaxAge && !known.TakeRefresh()))
                return known;
        }

        var read = await _reads.FindAsync(prefix, cancellationToken);
        if (read is not null)
            _known[prefix] = read;
        return read;
    }

    private void Forget(string? prefix)
    {
        if (prefix is null)
            _known.Clear();
        else
            _known.TryRemove(prefix, out _);
    }
}
