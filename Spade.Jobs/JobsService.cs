using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spade.Jobs.Fetching;
using Spade.Jobs.Leases;
using Spade.Jobs.Nodes;
using Spade.Jobs.Schema;

namespace Spade.Jobs;

/// <summary>Runs and stops all parts of the queue in this process. It is one hosted service, because several would be stopped one after the
/// other and would keep fetching meanwhile.</summary>
/// <remarks>
/// <code>
/// ApplicationStopping   fetch nothing more; handlers are asked to yield
/// StoppingAsync         release jobs that are claimed but not started; wait for runs; cancel them at the drain limit, and wait until
///                       they have really stopped
/// StoppedAsync          all other services have stopped: flush notifications; end the heartbeat last and deregister the node
/// </code>
/// The drain comes before StopAsync, in which the web server stops, so a worker's health endpoints respond during the drain, and jobs that
/// an API's last requests enqueue still wake a worker.
/// </remarks>
internal sealed partial class JobsService(
    SchemaGate gate, IEnumerable<IFetchLoop> loops, NodeLifetime node, JobsDrainer drainer, RunningJobs running,
    IHostApplicationLifetime lifetime, ILogger<JobsService> logger) : IHostedLifecycleService, IAsyncDisposable
{
    private Task _fetching = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = RunOrStopAsync();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        drainer.Begin();
        return drainer.RunAsync(_fetching, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await node.EndAsync();
            Log.Stopped(logger);
        }
        finally
        {
            running.SetLeft();
        }
    }

    public async ValueTask DisposeAsync() => await node.CancelAsync();

    private async Task RunOrStopAsync()
    {
        try
        {
            await RunAsync();
        }
        catch (SharedSessionException exception)
        {
            Log.NodeRejected(logger, exception.Message);
            Stop();
        }
        catch (Exception exception)
        {
            // End the process, so that it is restarted: it would look healthy but handle no jobs.
            Log.Broke(logger, exception);
            Stop();
        }
    }

    private void Stop()
    {
        running.SetBroken();
        lifetime.StopApplication();
    }

    private async Task RunAsync()
    {
        try
        {
            await gate.WaitAsync(running.Tokens.Stopping);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        _fetching = FetchAsync();
        await node.RunAsync();
    }

    private async Task FetchAsync()
    {
        // A claim before that would find nothing, and a queue with a backlog would look empty.
        await node.Registered.WaitAsync(running.Tokens.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(loops.Select(loop => Task.Run(loop.RunAsync)));
    }

    private static partial class Log
    {
        [LoggerMessage(1003, LogLevel.Information, "Job queue stopped")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(1006, LogLevel.Critical, "The job queue broke; the process stops")]
        public static partial void Broke(ILogger logger, Exception exception);

        [LoggerMessage(1009, LogLevel.Critical, "The process stops: {Reason}")]
        public static partial void NodeRejected(ILogger logger, string reason);
    }
}
