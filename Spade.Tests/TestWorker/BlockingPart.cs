using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Spade.Shutdown.Progress;

namespace Spade.Tests.TestWorker;

/// <summary>When <c>HoldUpStop</c> is set, blocks the thread that announces the stop forever.</summary>
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
