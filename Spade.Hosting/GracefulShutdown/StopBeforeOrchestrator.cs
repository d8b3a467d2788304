using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Spade.Hosting.GracefulShutdown;

/// <summary>Stops the services when the AppHost ends, before the orchestrator stops anything.</summary>
internal sealed class StopBeforeOrchestrator(GracefulStops stops) : BackgroundService, IHostedLifecycleService
{
    private const int Interrupted = 130; // 128 + SIGINT, as shells have it

    private PosixSignalRegistration? _interrupt;
    private int _interrupts;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => stops.StopAllAsync(isInterrupted: Volatile.Read(ref _interrupts) > 0);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
        _interrupt?.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => stops.WatchAsync(stoppingToken);

    /// <summary>The first is the host's, which stops; the second ends everything at once.</summary>
    private void OnInterrupt(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _interrupts) < 2)
            return;
        signal.Cancel = true;
        Environment.ExitCode = Interrupted;
        stops.KillAll();
    }
}
