using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using Spade.Shutdown.Progress;

namespace Spade.ServiceDefaults.Health;

/// <summary>Runs each health check in a loop of its own, so that a check that hangs does not delay the others.</summary>
internal sealed partial class HealthRefresher(
    HealthBoard board,
    IServiceScopeFactory scopes,
    IOptions<HealthOptions> options,
    TimeProvider time,
    ILogger<HealthRefresher> logger) : BackgroundService
{
    /// <summary>Time left for a running check when the service begins to stop.</summary>
    private static readonly TimeSpan LastCheckLimit = TimeSpan.FromMilliseconds(250);

    private readonly HealthOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not traced: each run would be a trace of its own, every two seconds.
        using var quiet = SuppressInstrumentationScope.Begin();
        await Task.WhenAll(board.Checks.Select(check => RepeatAsync(check, stoppingToken)));
    }

    private async Task RepeatAsync(HealthCheckRegistration check, CancellationToken stoppingToken)
    {
        try
        {
            while (!board.HasPassed(check) || HealthBoard.IsWatched(check))
            {
                await ReadAsync(check, stoppingToken);
                var isStarting = check.Tags.Contains(HealthTags.Startup) && !board.HasPassed(check);
                await Task.Delay(isStarting ? _options.StartupPeriod : _options.Period, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service is stopping, and its status no longer depends on checks.
        }
    }

    private async Task ReadAsync(HealthCheckRegistration check, CancellationToken stoppingToken)
    {
        var timeout = check.Timeout > TimeSpan.Zero ? check.Timeout : _options.Timeout;
        using var limit = new CancellationTokenSource(timeout, time);
        using var late = new LateToken(LastCheckLimit, time, stoppingToken);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, late.Token);
        var began = time.GetTimestamp();
        var run = RunAsync(check, linked.Token);
        try
        {
            Record(check, began, await run.WaitAsync(linked.Token));
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            Record(check, began, new HealthCheckResult(check.FailureStatus, $"No answer within {timeout.TotalMilliseconds} ms."));
            // A check that ignores its token may still be running: wait, so that two runs of it never overlap.
            await ((Task)run).WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<HealthCheckResult> RunAsync(HealthCheckRegistration check, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            var context = new HealthCheckContext { Registration = check };
            return await check.Factory(scope.ServiceProvider).CheckHealthAsync(context, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(check.FailureStatus, exception.Message, exception);
        }
    }

    private void Record(HealthCheckRegistration check, long began, HealthCheckResult result)
    {
        var now = time.GetTimestamp();
        var wasStarted = board.Started;
        var wasPassed = board.HasPassed(check);
        var previous = board.Record(check, new CheckReading(result.Status, time.GetElapsedTime(began, now), now));
        if (previous?.Status != result.Status)
            LogChange(check, result, previous, wasPassed);
        if (!wasStarted && board.Started)
            Log.Started(logger);
    }

    private void LogChange(HealthCheckRegistration check, HealthCheckResult result, CheckReading? previous, bool wasPassed)
    {
        if (result.Status != HealthStatus.Healthy && wasPassed)
            Log.Failed(logger, check.Name, result.Status, result.Description);
        else if (result.Status != HealthStatus.Healthy)
            Log.Waiting(logger, check.Name, result.Description);
        else if (previous is not null)
            Log.Healed(logger, check.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Warning, "Health check {Check} is now {Status}: {Description}")]
        public static partial void Failed(ILogger logger, string check, HealthStatus status, string? description);

        [LoggerMessage(5102, LogLevel.Information, "Health check {Check} is not healthy yet: {Description}")]
        public static partial void Waiting(ILogger logger, string check, string? description);

        [LoggerMessage(5103, LogLevel.Information, "Health check {Check} is healthy.")]
        public static partial void Healed(ILogger logger, string check);

        [LoggerMessage(5104, LogLevel.Information, "Ready: every start-up check has been healthy.")]
        public static partial void Started(ILogger logger);
    }
}
