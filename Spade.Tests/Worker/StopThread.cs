using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Spade.ServiceDefaults;

namespace Spade.Tests.Worker;

/// <summary>A part of a service that does something as soon as the stop begins, on the thread that takes the signal: it tells which signals
/// threads that start there block. With <c>HoldUpStop</c> it waits for such a thread for ever.</summary>
internal sealed class StopThread(ShutdownProgress progress, IConfiguration configuration) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        progress.Begun.Register(() =>
        {
            var thread = new Thread(TellWhatIsBlocked) { IsBackground = true };
            thread.Start();
            thread.Join();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void TellWhatIsBlocked()
    {
        var blocked = File.ReadLines("/proc/thread-self/status").First(line => line.StartsWith("SigBlk:", StringComparison.Ordinal));
        Console.WriteLine($"a thread of the stop blocks {blocked}");
        if (configuration["HoldUpStop"] is not null)
            new ManualResetEvent(false).WaitOne();
    }
}
