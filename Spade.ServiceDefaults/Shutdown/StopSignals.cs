using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Spade.ServiceDefaults;

/// <summary>Listens for the signals that stop a process, instead of the host's own console lifetime, which cannot tell SIGTERM from
/// SIGINT and knows no second Ctrl+C.</summary>
internal sealed partial class StopSignals(
    ShutdownProgress progress, ServiceIdentity identity, IHostEnvironment environment, IHostApplicationLifetime lifetime, ILogger<StopSignals> logger)
    : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _interrupts;

    // The host calls this before it starts anything. A signal that is earlier still ends the process by itself: 143, and nothing to save.
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, StopReason.Terminate)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => Stop(signal, StopReason.Terminate)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt));
        lifetime.ApplicationStarted.Register(() => Log.Started(
            logger, identity.Name, identity.Version, Environment.ProcessId, environment.EnvironmentName));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Interrupt(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _interrupts) > 1)
            Environment.Exit(ExitCodes.Interrupted);
        Stop(signal, StopReason.Interrupt);
    }

    /// <summary>Safe to repeat: the host stops once, and a second SIGTERM changes nothing.</summary>
    private void Stop(PosixSignalContext signal, StopReason reason)
    {
        signal.Cancel = true;
        // Before anything that could be slow: readiness has to answer 503 now.
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
