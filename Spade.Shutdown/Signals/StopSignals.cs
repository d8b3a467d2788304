using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Reporting;

namespace Spade.Shutdown.Signals;

/// <summary>Listens for the signals that stop a process. It replaces the host's console lifetime, which treats SIGTERM and SIGINT alike
/// and has no second Ctrl+C.</summary>
internal sealed partial class StopSignals(
    ShutdownProgress progress, ServiceIdentity identity, IHostEnvironment environment, IHostApplicationLifetime lifetime,
    ILogger<StopSignals> logger) : IHostLifetime, IDisposable
{
    private SignalListener? _signals;

    // The host calls this before it starts anything. An earlier signal still ends the process by itself with 143: there is nothing to save.
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals = new SignalListener(Stop);
        lifetime.ApplicationStarted.Register(() => Log.Started(
            logger, identity.Name, identity.Version, Environment.ProcessId, environment.EnvironmentName));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals?.Dispose();

    private void Stop(StopReason reason)
    {
        // First of all: readiness has to answer 503 from now on.
        if (progress.Begin(reason))
            Log.ShuttingDown(logger, progress.Budget.Service);
        lifetime.StopApplication();
    }

    private static partial class Log
    {
        [LoggerMessage(5010, LogLevel.Information, "Started {Service} {Version} as process {ProcessId} ({Environment})")]
        public static partial void Started(ILogger logger, string service, string version, int processId, string environment);

        [LoggerMessage(5011, LogLevel.Information, "Shutting down {Service}...")]
        public static partial void ShuttingDown(ILogger logger, string service);
    }
}
