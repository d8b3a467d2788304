using System.Threading.RateLimiting;

namespace Spade.Worker.Processes;

/// <summary>The cores, shared by all documents, first come, first served: a child process runs only while its caller holds a slot. A long
/// document asks again for every page, so it cannot starve a short one.</summary>
internal sealed class ProcessSlots(ToolLimits limits) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = limits.ProcessesAtOnce,
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits for a slot. Disposing the result frees it.</summary>
    public async Task<IDisposable> AcquireAsync(CancellationToken cancellationToken) => await _limiter.AcquireAsync(1, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
