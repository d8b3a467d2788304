namespace Spade.Documents.Keys;

/// <summary>Reads keys for all requests that wait for one, in one statement after another. So strangers who send keys that do not exist
/// cost the database at most <see cref="MostPerSecond"/> short statements a second for each process, however many they send, and a key
/// that exists is found meanwhile.</summary>
internal sealed class KeyReads(KeyRows rows, TimeProvider time)
{
    /// <summary>Most statements in a second, on average; as many may follow one another at once.</summary>
    public const int MostPerSecond = 50;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1) / MostPerSecond;

    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();
    private Wanted? _next;
    private bool _isReading;

    /// <summary>The time, since this began, that the statements so far have used up: each an interval, from when it was sent.</summary>
    private TimeSpan _spent;

    /// <summary>The key with this prefix; null when there is none.</summary>
    public async Task<StoredKey?> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        var found = await Add(prefix).WaitAsync(cancellationToken);
        return found.GetValueOrDefault(prefix);
    }

    private Task<IReadOnlyDictionary<string, StoredKey>> Add(string prefix)
    {
        lock (_lock)
        {
            var next = _next ??= new Wanted();
            next.Prefixes.Add(prefix);
            if (!_isReading)
            {
                _isReading = true;
                // It serves other requests too, and belongs to the trace of none.
                using (ExecutionContext.SuppressFlow())
                    _ = Task.Run(ReadAsync);
            }

            return next.Found.Task;
        }
    }

    private async Task ReadAsync()
    {
        await PaceAsync();
        while (TakeNext() is { } wanted)
        {
            Spend();
            try
            {
                wanted.Found.SetResult(await rows.FindAsync([.. wanted.Prefixes], CancellationToken.None));
            }
            catch (Exception exception)
            {
                wanted.Found.SetException(exception);
            }

            await PaceAsync();
        }
    }

    private Wanted? TakeNext()
    {
        lock (_lock)
        {
            var next = _next;
            _next = null;
            _isReading = next is not null;
            return next;
        }
    }

    // There is one reader at a time, so what it has spent needs no lock.
    private Task PaceAsync()
    {
        var tooFast = _spent - time.GetElapsedTime(_began) - TimeSpan.FromSeconds(1);
        return tooFast > TimeSpan.Zero ? Task.Delay(tooFast, time) : Task.CompletedTask;
    }

    private void Spend()
    {
        var now = time.GetElapsedTime(_began);
        _spent = (_spent > now ? _spent : now) + Interval;
    }

    private sealed class Wanted
    {
        public HashSet<string> Prefixes { get; } = new(StringComparer.Ordinal);

        public TaskCompletionSource<IReadOnlyDictionary<string, StoredKey>> Found { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
