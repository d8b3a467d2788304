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

    /// <summary>How long the statements that were sent may take, at the highest rate. Behind the clock while there are fewer.</summary>
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

    // Only the one reader calls it.
    private async Task PaceAsync()
    {
        var now = time.GetElapsedTime(_began);
        _spent = (_spent > now ? _spent : now) + Interval;
        if (_spent - now > TimeSpan.FromSeconds(1))
            await Task.Delay(_spent - now - TimeSpan.FromSeconds(1), time);
    }

    private sealed class Wanted
    {
        public HashSet<string> Prefixes { get; } = new(StringComparer.Ordinal);

        public TaskCompletionSource<IReadOnlyDictionary<string, StoredKey>> Found { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
