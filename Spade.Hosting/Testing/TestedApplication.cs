using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>The application as the test has it. Disposing it stops it first.</summary>
internal sealed class TestedApplication(IHost host, Func<Task> onDisposed) : DistributedApplication(host)
{
    private int _isDisposed;

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        try
        {
            // Stopping what never started does nothing, and a second stop neither.
            if (Services.GetRequiredService<IHostApplicationLifetime>() is { ApplicationStopped.IsCancellationRequested: false })
                await StopAsync();
            await base.DisposeAsync();
        }
        finally
        {
            await onDisposed();
        }
    }

    public override void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose();
    }
}
