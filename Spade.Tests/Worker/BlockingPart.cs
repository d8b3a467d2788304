using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Spade.Shutdown.Progress;

namespace Spade.Tests.Worker;

/// <summary>A part of a service that blocks for ever, when <c>HoldUpStop</c> is set, on the thread that tells it of the stop.</summary>
internal sealed class BlockingPart(ShutdownProgress progress, IConfiguration configuration) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration["HoldUpStop"] is not null)
            progress.Begun.Register(Block);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Block()
    {
        Console.WriteLine("the stop is held up");
        new ManualResetEvent(false).WaitOne();
    }
}
