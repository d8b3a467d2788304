using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Spade.Jobs.Configuration;
using Spade.Jobs.Nodes;
using Spade.Jobs.Notifications;
using Spade.Jobs.Timing;

namespace Spade.Jobs;

/// <summary>Parts that run during the whole life of the node, even when it fetches no jobs: its session and auxiliary parts.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The session's thread may still look at the source when everything is disposed.")]
internal sealed partial class NodeLifetime(
    NodeSession session, NotificationChannel notifications, IEnumerable<IBackgroundPart> parts, TimeProvider time,
    ILogger<NodeLifetime> logger)
{
    private readonly CancellationTokenSource _end = new();
    private Task _session = Task.CompletedTask;

    /// <summary>Completes when the node can claim jobs.</summary>
    public Task Registered => session.Registered;

    /// <summary>Runs until <see cref="EndAsync"/>. Auxiliary parts never fail; the session fails if a pooler shares it with
    /// others.</summary>
    /// <exception cref="SharedSessionException">A pooler shares the session.</exception>
    public async Task RunAsync()
    {
        var auxiliary = Task.WhenAll(parts.Select(part => part.RunAsync(_end.Token)));
        await (_session = session.RunAsync(_end.Token));
        await auxiliary;
    }

    /// <summary>Sends the last notifications and deregisters the node, with one limit for both, so that a hanging database delays neither
    /// the exit report nor the exit.</summary>
    public async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(JobsOptions.GoodbyeLimit, time);
        // In this order, because a session that wakes before it is told to end would sleep again.
        await _end.CancelAsync();
        session.Wake();
        try
        {
            await Task.WhenAll(notifications.FlushAsync(limit.Token), _session).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Log.NoGoodbye(logger);
        }
        catch (SharedSessionException)
        {
            // Already reported when it happened.
        }
    }

    /// <summary>Ends all parts without deregistering, after a failed start, for which the host calls no stop.</summary>
    public Task CancelAsync() => _end.CancelAsync();

    private static partial class Log
    {
        [LoggerMessage(1004, LogLevel.Warning, "The node could not say goodbye in time; its peers will find it gone")]
        public static partial void NoGoodbye(ILogger logger);
    }
}
