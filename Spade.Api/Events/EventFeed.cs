using Microsoft.Extensions.Options;
using Spade.Api.Access;
using Spade.Api.Configuration;
using Spade.Api.Waiting;
using Spade.Documents.Documents;
using Spade.Documents.Events;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;
using Spade.Shutdown.Progress;

namespace Spade.Api.Events;

/// <summary>Sends a document's events as they come. It looks for new ones at each notification, and every second besides. One per
/// request.</summary>
/// <remarks>
/// <code>
/// is the caller still accepted?    asked before every look at the document, so that nothing is sent to one who is not
/// read new events, send them       one statement by primary key; the stream holds no connection afterwards
/// has the document ended?          asked after a status event, a notification without events, and each silence
/// wait                             for a notification or a second
/// </code>
/// Events are rows, so any replica continues where another one stopped. A database that is away delays the stream and does not end it.
/// </remarks>
internal sealed partial class EventFeed(
    DocumentEvents events, DocumentQueries documents, LastingAccess access, INotifications notifications, IOptions<ApiLimits> limits,
    TimeProvider time, IHostApplicationLifetime lifetime, ILogger<EventFeed> logger)
{
    /// <summary>How long a client may take to read when this process stops; as long as the lame duck by default.</summary>
    private static readonly TimeSpan LastReading = TimeSpan.FromSeconds(5);

    private long _last;
    private long _sentAt;
    private bool _mayHaveEnded;
    private bool _isRefused;

    /// <summary>True when the client has the event that ended the document.</summary>
    public async Task<bool> IsOverAsync(DocumentView document, long after, CancellationToken cancellationToken) =>
        document.Status.HasEnded() && after > 0 && after == document.LastEvent
        && await events.LastStatusAsync(document.Id, cancellationToken) == document.Status.ToWord();

    /// <summary>Sends every event after one until the document has ended, the client hangs up, the caller is not accepted any more or this
    /// process stops.</summary>
    /// <exception cref="OperationCanceledException">The client has hung up, or did not read when this process stopped.</exception>
    public async Task FollowAsync(DocumentView document, long after, EventWriter writer, HttpContext request)
    {
        var stopping = lifetime.ApplicationStopping;
        using var late = new LateToken(LastReading, time, stopping);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(request.RequestAborted, late.Token);
        using var changes = new ChangeWatch(document.Id, notifications, time, lifetime);
        await writer.OpenAsync(cancel.Token);
        (_last, _sentAt, _mayHaveEnded) = (after, time.GetTimestamp(), document.Status.HasEnded());
        var wasNotified = false;
        while (!writer.IsClosed)
        {
            var sent = await SendNewAsync(document.Id, writer, request, cancel.Token);
            // The client's next request is told why.
            if (_isRefused)
                return;
            if (sent == DocumentEvents.MostAtOnce)
                continue;
            // A notification without an event: the document was removed, or changed by a version without events.
            _mayHaveEnded |= wasNotified && sent == 0;
            if (_mayHaveEnded && await HasEndedAsync(document.Id, writer, cancel.Token))
                return;
            if (stopping.IsCancellationRequested)
            {
                await writer.AskToReconnectAsync(cancel.Token);
                return;
            }

            wasNotified = await changes.WaitAsync(ChangeWatch.LookEvery, cancel.Token);
            await BreakSilenceAsync(writer, cancel.Token);
        }
    }

    /// <returns>How many events were sent.</returns>
    private async Task<int> SendNewAsync(string id, EventWriter writer, HttpContext request, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredEvent> found;
        try
        {
            _isRefused = await access.IsOverAsync(request, cancellationToken);
            if (_isRefused)
                return 0;
            found = await events.ReadAsync(id, _last, cancellationToken);
        }
        catch (Exception exception) when (DatabaseFaults.MayPass(exception) && !cancellationToken.IsCancellationRequested)
        {
            Log.DatabaseAway(logger, id, exception.Message);
            return 0;
        }

        if (found.Count == 0)
            return 0;
        await writer.WriteAsync(found, cancellationToken);
        (_last, _sentAt) = (found[^1].Id, time.GetTimestamp());
        _mayHaveEnded |= found.Any(item => item.Kind == EventKinds.Status);
        return found.Count;
    }

    private async Task BreakSilenceAsync(EventWriter writer, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_sentAt) < limits.Value.EventKeepAlive)
            return;
        await writer.KeepAliveAsync(cancellationToken);
        _sentAt = time.GetTimestamp();
        // A document that was left behind has no last event.
        _mayHaveEnded = true;
    }

    /// <summary>Looks at the document itself. Its end is sent here if it is not among its events.</summary>
    private async Task<bool> HasEndedAsync(string id, EventWriter writer, CancellationToken cancellationToken)
    {
        DocumentView? document;
        string? told;
        try
        {
            document = await documents.FindAsync(id, cancellationToken);
            // Removed, perhaps uploaded again since: then its ids begin again.
            if (document is null || document.LastEvent < _last)
                return true;
            // Another event has come; it is read first.
            if (document.LastEvent > _last)
                return false;
            _mayHaveEnded = false;
            if (!document.Status.HasEnded())
                return false;
            told = await events.LastStatusAsync(id, cancellationToken);
        }
        catch (Exception exception) when (DatabaseFaults.MayPass(exception) && !cancellationToken.IsCancellationRequested)
        {
            Log.DatabaseAway(logger, id, exception.Message);
            _mayHaveEnded = true;
            return false;
        }

        if (told != document.Status.ToWord())
            await writer.WriteStatusAsync(FinalStatus.Of(document), cancellationToken);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Debug, "The events of document {DocumentId} wait for the database: {Reason}")]
        public static partial void DatabaseAway(ILogger logger, string documentId, string reason);
    }
}
