using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Spade.ServiceDefaults;

/// <summary>Runs a service from its first line to its exit code.</summary>
public static partial class ServiceHost
{
    // In reach, else they would be finalized, which is disposal.
    private static readonly List<PosixSignalRegistration> UntilTheProcessIsGone = [];

    /// <summary>Builds the service, runs it until it is told to stop, and returns its exit code (<see cref="ExitCodes"/>). What it cannot
    /// start with is told in plain words, without a stack trace. <c>explain</c> as the only argument prints the service's shutdown
    /// timeline and connections instead.</summary>
    /// <remarks>To be called by the program's main thread, as its last act: it waits for SIGTERM meanwhile, so that registrations of others for
    /// that signal are usually not told (<see cref="IHostApplicationLifetime.ApplicationStopping"/> tells everybody). From another thread, or
    /// on another system than Linux, the signal takes .NET's own way, which is slower on a busy machine, and one that is repeated in the very
    /// last milliseconds of the process kills it.</remarks>
    /// <param name="args">The command line.</param>
    /// <param name="build">Builds the host; it must have <c>AddServiceDefaults</c>.</param>
    public static int Run(string[] args, Func<IHost> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var wait = SignalWait.IsPossible ? new SignalWait() : null;
        var run = RunAsync(args, build, wait);
        wait?.Until(run);
        return run.GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(string[] args, Func<IHost> build, SignalWait? wait)
    {
        IHost? host = null;
        try
        {
            host = build();
            if (args is ["explain"])
                return await ExplainAsync(host);
            Resolve(host);
        }
        catch (Exception exception) when (StartRefusal.Of(exception) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            if (host is not null)
                await DisposeAsync(host);
            return ExitCodes.Failed;
        }
        if (wait is not null)
            wait.Signals = host.Services.GetRequiredService<IHostLifetime>() as StopSignals;
        if (wait?.Signals is null)
            Log.SignalsAreNotWaitedFor(host.Services.GetRequiredService<ILogger<GracefulStop>>());
        return await RunAsync(host, wait);
    }

    private static async Task<int> ExplainAsync(IHost host)
    {
        await Console.Out.WriteAsync(ActivatorUtilities.CreateInstance<Explanation>(host.Services).ToString());
        await DisposeAsync(host);
        return ExitCodes.Clean;
    }

    /// <summary>Telemetry is made before everything else, so that it is disposed after it: what the others do while they end is still
    /// exported. And a configuration that it cannot work with is refused here, before anything has started.</summary>
    private static void Resolve(IHost host)
    {
        host.Services.GetService<TelemetryFlush>();
        host.Services.GetRequiredService<TakeOver>();
    }

    private static async Task<int> RunAsync(IHost host, SignalWait? wait)
    {
        var words = host.Services.GetRequiredService<LastWords>();
        var takeOver = host.Services.GetRequiredService<TakeOver>();
        takeOver.Watch(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            await StartAsync(host, words);
            await StopAsync(host, words);
            var code = words.ExitCode;
            takeOver.ServicesStopped(code);
            await DisposeAsync(host, isLast: wait is not null);
            return code;
        }
        finally
        {
            // With the main thread waiting, its return is the end, and whatever hears of the stop on it may hold it up: the clock is watched
            // until then.
            if (wait is null)
                takeOver.Ended();
        }
    }

    /// <summary>The container disposes the signals' own registrations, and with the last one a SIGTERM kills again. One that is repeated now
    /// must still change nothing. Not earlier: before the host listens, it must not get lost. And not an interrupt: whoever is in front of the
    /// process may always end it at once.</summary>
    private static async Task DisposeAsync(IHost host, bool isLast)
    {
        PosixSignalRegistration[] repeated = [Ignore(PosixSignal.SIGTERM), Ignore(PosixSignal.SIGQUIT)];
        await DisposeAsync(host);
        if (isLast)
            UntilTheProcessIsGone.AddRange(repeated);
        else
            Array.ForEach(repeated, registration => registration.Dispose());
    }

    private static PosixSignalRegistration Ignore(PosixSignal signal) => PosixSignalRegistration.Create(signal, context => context.Cancel = true);

    private static async Task StartAsync(IHost host, LastWords words)
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
            await Console.Error.WriteLineAsync(StartRefusal.Of(exception) ?? $"The service cannot start: {exception}");
            words.SetFailed();
            host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
    }

    /// <summary>Waits until the service is told to stop, and for its stop.</summary>
    private static async Task StopAsync(IHost host, LastWords words)
    {
        try
        {
            await host.WaitForShutdownAsync();
        }
        catch (Exception exception)
        {
            Log.StopFailed(host.Services.GetRequiredService<ILogger<GracefulStop>>(), exception);
            words.SetFailed();
        }
        // The host throws when every phase is over, and so may a part that broke: what was said before is not true any more.
        await words.SayAsync();
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
        [LoggerMessage(5053, LogLevel.Debug, "Not on Linux's main thread, or with another lifetime: SIGTERM takes .NET's own way, which is slower")]
        public static partial void SignalsAreNotWaitedFor(ILogger logger);

        [LoggerMessage(5051, LogLevel.Critical, "A part of the service failed while it stopped")]
        public static partial void StopFailed(ILogger logger, Exception exception);

        [LoggerMessage(5052, LogLevel.Error, "A part of the service could not be disposed")]
        public static partial void DisposalFailed(ILogger logger, Exception exception);
    }
}
