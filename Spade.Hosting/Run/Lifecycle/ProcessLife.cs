using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Processes;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Lifecycle;

/// <summary>A project or a program.</summary>
internal sealed partial class ProcessLife(IResource resource, RunTools tools, ProcessPreparation preparation) : ResourceLife(resource, tools)
{
    protected override async Task LiveAsync(CancellationToken stopping)
    {
        var start = await preparation.PrepareAsync(Resource, stopping);
        await using var process = SessionProcess.Start(start, Tools.Guard, (line, isError) => Tools.Logs.Write(Resource.Name, line, isError));
        Log.Started(Logger, process.Id, Addresses());
        await PublishRunningAsync();
        var wasTold = !await RunsToItsEndAsync(process, stopping);
        if (wasTold)
            await StopAsync(process);
        await EndAsync(process, wasTold);
    }

    /// <summary>False when the process was told to stop before it ended by itself.</summary>
    private async Task<bool> RunsToItsEndAsync(SessionProcess process, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var health = Tools.Health.WatchAsync(Resource, ended.Token);
        await process.WaitForExitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var byItself = !stopping.IsCancellationRequested;
        await ended.CancelAsync();
        await ((Task)health).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return byItself;
    }

    private async Task StopAsync(SessionProcess process)
    {
        await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Stopping });
        var grace = StopGraceAnnotation.Of(Resource);
        Log.Stopping(Logger, grace.TotalSeconds);
        process.Send(Signals.Interrupt);
        using var limit = new CancellationTokenSource(grace, Tools.Clock);
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!limit.IsCancellationRequested)
            return;
        Log.Killing(Logger, grace.TotalSeconds);
        process.Send(Signals.Kill);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private async Task EndAsync(SessionProcess process, bool wasTold)
    {
        await process.WaitForExitAsync(CancellationToken.None);
        if (process.KillRest() is { Count: > 0 } killed)
            Log.RestKilled(Logger, string.Join(", ", killed));
        await process.DrainOutputAsync();
        await PublishAsync(snapshot => snapshot with
        {
            State = wasTold || process.ExitCode != 0 ? KnownResourceStates.Exited : KnownResourceStates.Finished,
            ExitCode = process.ExitCode,
        });
        if (wasTold)
            Log.Stopped(Logger, process.ExitCode);
        else if (process.ExitCode == 0)
            Log.Finished(Logger);
        else
            Log.Died(Logger, process.ExitCode, SignalOf(process.ExitCode));
    }

    private string Addresses() => Resource is IResourceWithEndpoints resource
        ? string.Concat(resource.GetEndpoints().Select(endpoint => $", {endpoint.Url}"))
        : "";

    /// <summary>.NET reports a signal's death as 128 and its number, as shells do.</summary>
    private static string SignalOf(int exitCode) =>
        exitCode is > 128 and < 128 + 65 ? string.Create(CultureInfo.InvariantCulture, $" (signal {exitCode - 128})") : "";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "started as process {ProcessId}{Addresses}")]
        internal static partial void Started(ILogger logger, int processId, string addresses);

        [LoggerMessage(LogLevel.Information, "stopping, at most {Seconds:0} s")]
        internal static partial void Stopping(ILogger logger, double seconds);

        [LoggerMessage(LogLevel.Information, "stopped with exit code {ExitCode}")]
        internal static partial void Stopped(ILogger logger, int exitCode);

        [LoggerMessage(LogLevel.Information, "finished")]
        internal static partial void Finished(ILogger logger);

        [LoggerMessage(LogLevel.Error, "ended by itself with exit code {ExitCode}{Signal}; the others run on")]
        internal static partial void Died(ILogger logger, int exitCode, string signal);

        [LoggerMessage(LogLevel.Warning, "did not stop within {Seconds:0} s: killed")]
        internal static partial void Killing(ILogger logger, double seconds);

        [LoggerMessage(LogLevel.Warning, "left processes behind, killed: {Processes}")]
        internal static partial void RestKilled(ILogger logger, string processes);
    }
}
