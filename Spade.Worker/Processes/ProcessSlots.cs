using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Spade.Worker.Configuration;

namespace Spade.Worker.Processes;

/// <summary>The cores, shared by all documents, first come, first served: whoever runs a child holds a slot. A long document asks again
/// for every page, so it cannot starve a short one.</summary>
internal sealed class ProcessSlots(IOptions<OcrOptions> options) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Value.PagesAtOnce,
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits for a slot; disposing what comes back frees it.</summary>
    public async Task<IDisposable> AcquireAsync(CancellationToken cancellationToken) => await _limiter.AcquireAsync(1, cancellationToken);

    public void Dispose() => _limiter.Dispose();
}
