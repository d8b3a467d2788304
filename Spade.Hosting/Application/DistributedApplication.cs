using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run;
using Aspire.Hosting.Run.Processes;
using Aspire.Hosting.Run.Terminal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>An application that can run.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;

    internal DistributedApplication(IHost host) => _host = host;

    /// <summary>The AppHost's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The state of every resource, and waiting for states.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>Carries out the commands of resources.</summary>
    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    /// <summary>Starts a description.</summary>
    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    /// <summary>Starts a description.</summary>
    /// <param name="args">Arguments of the command line.</param>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new DistributedApplicationBuilder(args);

    /// <summary>Starts a description.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new DistributedApplicationBuilder(options);

    /// <summary>Starts the resources in the background. Throws <see cref="DistributedApplicationException"/> for what can be seen to be wrong at once.</summary>
    public virtual Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    /// <summary>Stops every resource and waits until they have stopped.</summary>
    public virtual Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <summary>Runs until Ctrl+C or SIGTERM, or publishes (<c>--operation publish</c>) and returns. What the person at the terminal can put right ends it with one line on standard error and
    /// exit code 1, not with an exception.</summary>
    /// <remarks>When the command line begins with a word such as <c>ps</c>, nothing runs: a running AppHost is asked and its answer printed.</remarks>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (Services.GetService<TerminalClient>() is { IsCalled: true } client)
        {
            Environment.ExitCode = await client.RunAsync(cancellationToken);
            return;
        }

        var failure = Services.GetRequiredService<RunFailure>();
        using var impatience = Services.GetService<Guard>() is null ? null : new SecondInterrupt(Services);
        try
        {
            await _host.RunAsync(cancellationToken);
        }
        catch (DistributedApplicationException exception)
        {
            failure.Set(exception);
        }
        catch (OperationCanceledException) when (Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            // Ctrl+C while the start was under way: the host gives up the start that way. What had started is stopped by now.
        }

        if (failure.Exception is { } reason)
        {
            await Console.Error.WriteLineAsync(reason.Message);
            Environment.ExitCode = 1;
        }
    }

    /// <summary>Lets go of everything; stops what still runs.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of everything.</summary>
    public virtual void Dispose()
    {
        _host.Dispose();
        GC.SuppressFinalize(this);
    }
}
