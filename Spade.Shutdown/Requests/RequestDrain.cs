using Microsoft.Extensions.Logging;
using Spade.Shutdown.Progress;

namespace Spade.Shutdown.Requests;

/// <summary>Brings the requests of a closed listener to their end: whole ones get the time in flight, half-sent ones a second.</summary>
/// <remarks>
/// <code>
/// request                     ending
/// handler runs                its answer, at any time in flight
/// upload arrives slowly       its answer, when it is whole in time
/// upload never ends           aborted at the limit, named in the log, exit code 3
/// answer is read slowly       whole, when it is read in time
/// long poll                   its handler answers at the signal
/// head half sent              connection cut a second after the listener closed
/// connected, nothing sent     closed by Kestrel with the listener
/// </code>
/// </remarks>
internal sealed partial class RequestDrain(
    ShutdownProgress progress, OpenRequests requests, OpenConnections connections, ILogger<RequestDrain> logger)
{
    /// <summary>For the rest of a head. It has had the lame duck already, and a head fits into one packet.</summary>
    private static readonly TimeSpan HalfSentLimit = TimeSpan.FromSeconds(1);

    /// <summary>The last part of the time in flight: what still runs then is likely to be cut, and worth a line.</summary>
    private const double LastPart = 0.2;

    /// <summary>Ends when no request is in flight; at the limit it makes sure of that.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // First, because a head that becomes whole in its last second is a request like any other.
        await CutHalfSentAsync(cancellationToken);
        if (!await requests.WaitForNoneAsync(UntilLastPart, cancellationToken))
        {
            TellWhatRuns();
            if (!await requests.WaitForNoneAsync(progress.LeftInFlight, cancellationToken))
                AbortRest();
        }
    }

    private TimeSpan UntilLastPart => TimeSpan.FromTicks(Math.Max(0, (progress.LeftInFlight - progress.Budget.InFlight * LastPart).Ticks));

    private async Task CutHalfSentAsync(CancellationToken cancellationToken)
    {
        if (await connections.WaitForNoneAsync(HalfSentLimit, cancellationToken))
            return;
        var cut = connections.CutIdle();
        if (cut > 0)
            Log.HalfSentCut(logger, cut);
    }

    private void TellWhatRuns()
    {
        foreach (var request in requests.Snapshot())
            Log.StillRuns(logger, request.Method, request.Path, requests.AgeOf(request).TotalSeconds, progress.LeftInFlight.TotalSeconds);
    }

    private void AbortRest()
    {
        foreach (var request in requests.AbortAll())
            Log.Aborted(logger, request.Method, request.Path, requests.AgeOf(request).TotalSeconds);
    }

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Information, "{Count} connections on which no whole request had come were cut")]
        public static partial void HalfSentCut(ILogger logger, int count);

        [LoggerMessage(5002, LogLevel.Warning, "{Method} {Path} still runs after {Age:0.0} s; it is aborted in {Left:0.0} s")]
        public static partial void StillRuns(ILogger logger, string method, string path, double age, double left);

        [LoggerMessage(5003, LogLevel.Error, "{Method} {Path} was aborted after {Age:0.0} s: the time in flight is over")]
        public static partial void Aborted(ILogger logger, string method, string path, double age);
    }
}
