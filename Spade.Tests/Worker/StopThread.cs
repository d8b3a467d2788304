using Microsoft.Extensions.Hosting;
using Spade.ServiceDefaults;

namespace Spade.Tests.Worker;

/// <summary>Tells which thread began the stop.</summary>
internal sealed class StopThread(ShutdownProgress progress, int mainThread) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        progress.Begun.Register(() => Console.WriteLine(
            $"the stop began on {(Environment.CurrentManagedThreadId == mainThread ? "the main thread" : "another thread")}"));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
