using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spade.Shutdown.Explain;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Reporting;
using Spade.Shutdown.Signals;
using Spade.Shutdown.Watching;

namespace Spade.Shutdown;

/// <summary>Runs a service from its first line to its exit code.</summary>
public static partial class ServiceHost
{
    /// <summary>Builds the service, runs it until it is told to stop, and returns its exit code (<see cref="ExitCodes"/>).</summary>
    /// <remarks>A problem that the user can solve is reported in plain words, without a stack trace. <c>explain</c> as the only argument
    /// prints the service's shutdown timeline and connections instead.</remarks>
    /// <param name="args">The command line.</param>
    /// <param name="build">Builds the host; it must have <see cref="GracefulShutdownRegistration.AddGracefulShutdown"/>.</param>
    public static int Run(string[] args, Func<IHost> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return RunAsync(args, build).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(string[] args, Func<IHost> build)
    {
        IHost? host = null;
        try
        {
            host = build();
            if (args is ["explain"])
                return await ExplainAsync(host);
            Resolve(host);
        }
        catch (Exception exception) when (StartupProblem.Of(exception) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            if (host is not null)
                await DisposeAsync(host);
            return ExitCodes.Failed;
        }
        return await RunAsync(host);
    }

    private static async Task<int> ExplainAsync(IHost host)
    {
        await Console.Out.WriteAsync(ActivatorUtilities.CreateInstance<Explanation>(host.Services).ToString());
        await DisposeAsync(host);
        return ExitCodes.Clean;
    }

    /// <summary>Creates what delivers last before everything else, so that it is disposed after it: what the others do while they end is
    /// still exported. A configuration that it cannot work with is rejected here, before anything has started.</summary>
    private static void Resolve(IHost host)
    {
        _ = host.Services.GetServices<IFinalFlush>().ToList();
        host.Services.GetRequiredService<ShutdownWatchdog>();
    }

    private static async Task<int> RunAsync(IHost host)
    {
        var reporter = host.Services.GetRequiredService<ExitReporter>();
        var watchdog = host.Services.GetRequiredService<ShutdownWatchdog>();
        watchdog.Watch(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            await StartAsync(host, reporter);
            await StopAsync(host, reporter);
            var code = reporter.ExitCode;
            watchdog.ServicesStopped(code);
            // The container disposes the host's own registrations. After the last one a repeated SIGTERM would end the process with 143.
            RepeatedSignals.Ignore();
            await DisposeAsync(host);
            return code;
        }
        finally
        {
            watchdog.Ended();
        }
    }

    private static async Task StartAsync(IHost host, ExitReporter reporter)
    {
        try
        {
            await host.StartAsync();
        }
        catch (OperationCanceledException) when (host.Services.GetRequiredService<ShutdownProgress>().HasBegun)
        {
            // Told to stop in the middle of the start: what has started is stopped in order, and nothing was cut.
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(StartupProblem.Of(exception) ?? $"The service cannot start: {exception}");
            reporter.SetFailed();
            host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
    }

    /// <summary>Waits until the service is told to stop, and for its stop.</summary>
    private static async Task StopAsync(IHost host, ExitReporter reporter)
    {
        try
        {
            await host.WaitForShutdownAsync();
        }
        catch (Exception exception)
        {
            Log.StopFailed(host.Services.GetRequiredService<ILogger<GracefulStop>>(), exception);
            reporter.SetFailed();
        }
        // The host throws when every phase is over, and so may a part that broke: what was said before is not true any more.
        await reporter.ReportAsync();
    }

    private static async Task DisposeAsync(IHost host)
    {
        var logger = host.Services.GetRequiredService<ILogger<GracefulStop>>();
        try
        {
            if (host is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
            else
                host.Dispose();
        }
        catch (Exception exception)
        {
            // The ledger has the exit code already, and nothing is lost by a part that cannot be disposed.
            Log.DisposalFailed(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5051, LogLevel.Critical, "A part of the service failed while it stopped")]
        public static partial void StopFailed(ILogger logger, Exception exception);

        [LoggerMessage(5052, LogLevel.Error, "A part of the service could not be disposed")]
        public static partial void DisposalFailed(ILogger logger, Exception exception);
    }
}
