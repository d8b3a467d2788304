using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Spade.ServiceDefaults;

/// <summary>Ends a stop that hangs. The host waits without limit for a service that ignores its token, and SIGKILL would leave neither
/// ledger nor exit code: so, half-way through the time to close, this says the last words itself and exits.</summary>
/// <remarks>On a thread of its own: code that blocks every thread of the pool is one of the things that make a stop hang.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "Watches until the process ends, beyond the container's own disposal.")]
internal sealed partial class TakeOver(
    ShutdownProgress progress, LastWords words, ILogger<TakeOver> logger, TelemetryPipeline? telemetry = null)
{
    private readonly ManualResetEventSlim _begun = new();
    private readonly ManualResetEventSlim _stopped = new();
    private readonly ManualResetEventSlim _ended = new();

    /// <summary>Begins to watch, for the life of the process: without it a stop is the host's alone.</summary>
    public void Watch(CancellationToken stopping)
    {
        stopping.Register(_begun.Set);
        new Thread(Run) { IsBackground = true, Name = "take-over" }.Start();
    }

    /// <summary>Every service has stopped; what is left is to dispose them.</summary>
    public void ServicesStopped() => _stopped.Set();

    /// <summary>The process is about to exit by itself.</summary>
    public void Ended()
    {
        _stopped.Set();
        _ended.Set();
        _begun.Set();
    }

    private void Run()
    {
        _begun.Wait();
        if (!_stopped.Wait(progress.LeftUntilTakeOver))
        {
            words.SetHung();
            TellWhatHangs();
            words.SayAsync().Wait(progress.LeftUntilDeadline);
            telemetry?.FlushAsync(progress.LeftUntilDeadline).Wait(progress.LeftUntilDeadline);
            Environment.Exit(words.ExitCode);
        }
        if (!_ended.Wait(progress.LeftUntilDeadline))
            Environment.Exit(words.ExitCode);
    }

    private void TellWhatHangs()
    {
        var work = progress.Work.SelectMany(kind => kind.Describe().Select(piece => $"{kind.Name}: {piece}")).ToList();
        Log.Hangs(logger, work.Count == 0 ? "no request and no job, but the host has not stopped (perhaps an answer that nobody reads)" : string.Join("; ", work));
    }

    private static partial class Log
    {
        [LoggerMessage(5041, LogLevel.Critical, "Not stopped in time, and not waited for any more: {Work}")]
        public static partial void Hangs(ILogger logger, string work);
    }
}
