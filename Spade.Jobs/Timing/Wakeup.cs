namespace Spade.Jobs.Timing;

/// <summary>An async auto-reset event: several signals without a waiter wake the next waiter once.</summary>
internal class Wakeup : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Lock _lock = new();

    public void Set()
    {
        lock (_lock)
        {
            if (_signal.CurrentCount == 0)
                _signal.Release();
        }
    }

    /// <summary>Waits for a signal or a timeout; returns early when cancelled.</summary>
    public Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        Quiet(_signal.WaitAsync(timeout, cancellationToken));

    // SuppressThrowing is allowed only for a plain Task: the result of a Task<bool> would be undefined.
    private static async Task Quiet(Task wait) => await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public void Dispose()
    {
        _signal.Dispose();
        GC.SuppressFinalize(this);
    }
}
