using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Spade.Jobs.Configuration;
using Spade.Jobs.Nodes;
using Spade.Jobs.Notifications;
using Spade.Jobs.Timing;

namespace Spade.Jobs;

/// <summary>What runs as long as the node is one, whether or not it fetches: its session, and the auxiliary parts.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The session's thread may still look at the source when everything is disposed.")]
internal sealed partial class NodeLifetime(
    NodeSession session, NotificationChannel notifications, IEnumerable<IBackgroundPart> parts, TimeProvider time,
    ILogger<NodeLifetime> logger)
{
    private readonly CancellationTokenSource _end = new();
    private Task _session = Task.CompletedTask;

    /// <summary>Runs until <see cref="EndAsync"/>. Auxiliary parts never fail; the session does where it finds that it cannot be this
    /// node's own.</summary>
    /// <exception cref="SharedSessionException">A pooler gives the session to others too.</exception>
    public async Task RunAsync()
    {
        var auxiliary = Task.WhenAll(parts.Select(part => part.RunAsync(_end.Token)));
        await (_session = session.RunAsync(_end.Token));
        await auxiliary;
    }

    /// <summary>Sends the last notifications and says goodbye. Both have one limit: a database that hangs holds up neither the exit report
    /// nor the exit.</summary>
    public async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(JobsOptions.GoodbyeLimit, time);
        // In this order: a session that wakes before its end is known goes back to sleep.
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
            // Told when it was found out.
        }
    }

    /// <summary>Ends everything without a goodbye: for a start that failed, after which no stop comes.</summary>
    public Task CancelAsync() => _end.CancelAsync();

    private static partial class Log
    {
        [LoggerMessage(1004, LogLevel.Warning, "The node could not say goodbye in time; its peers will find it gone")]
        public static partial void NoGoodbye(ILogger logger);
    }
}
