using Microsoft.Extensions.Logging;
using Spade.Shutdown.Progress;

namespace Spade.Shutdown.Requests;

/// <summary>The time after the signal in which readiness answers 503 and everything else is still served, so that load balancers notice
/// before the listener closes. <see cref="ConnectionClosing"/> ends the connections meanwhile.</summary>
internal sealed partial class LameDuck(ShutdownProgress progress, TimeProvider time, ILogger<LameDuck> logger)
{
    /// <summary>Waits for what is left of it. SIGINT ends it, and so does the end of the stop's own time.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var left = progress.Budget.LameDuck - progress.Elapsed;
        if (left <= TimeSpan.Zero || progress.Hurry.IsCancellationRequested)
            return;
        Log.Serving(logger, left.TotalSeconds);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(progress.Hurry, cancellationToken);
        await Task.Delay(left, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static partial class Log
    {
        [LoggerMessage(5021, LogLevel.Information, "Not ready any more; serving on for {Seconds:0.0} s, until load balancers have noticed")]
        public static partial void Serving(ILogger logger, double seconds);
    }
}
