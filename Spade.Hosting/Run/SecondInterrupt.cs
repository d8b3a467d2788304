using System.Runtime.InteropServices;
using Aspire.Hosting.Run.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Run;

/// <summary>The signals that the host does not know: a second Ctrl+C, which ends everything at once with exit code 130, and the loss of
/// the terminal, which is a Ctrl+C by other means.</summary>
internal sealed class SecondInterrupt : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations;
    private int _interrupts;

    internal SecondInterrupt(IServiceProvider services)
    {
        var guard = services.GetRequiredService<Guard>();
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Interrupted(context, guard)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                lifetime.StopApplication();
            }),
        ];
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Interrupted(PosixSignalContext context, Guard guard)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _interrupts) != 2)
            return;
        // The guard kills the services and has PostgreSQL shut down, in that order, faster than anybody who waits politely.
        guard.EndAsync().GetAwaiter().GetResult();
        Environment.Exit(130);
    }
}
