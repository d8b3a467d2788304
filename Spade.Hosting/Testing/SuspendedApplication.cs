using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>The application as the AppHost's <c>Main</c> has it: the test starts, stops and disposes, and Main waits for that.</summary>
internal sealed class SuspendedApplication(IHost host, Task disposed) : DistributedApplication(new KeptHost(host))
{
    public override async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(started.SetResult);
        await Task.WhenAny(started.Task, disposed).WaitAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public override Task RunAsync(CancellationToken cancellationToken = default) => disposed.WaitAsync(cancellationToken);

    /// <summary>A host that stays when Main lets go of it.</summary>
    private sealed class KeptHost(IHost host) : IHost, IAsyncDisposable
    {
        public IServiceProvider Services => host.Services;

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
