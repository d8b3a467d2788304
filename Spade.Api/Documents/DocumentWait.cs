using Spade.Api.Access;
using Spade.Api.Waiting;
using Spade.Documents.Documents;
using Spade.Jobs.Notifications;

namespace Spade.Api.Documents;

/// <summary>Long polling. It looks again at each notification, and every second besides, because a notification may be lost.</summary>
internal sealed class DocumentWait(
    DocumentQueries queries, LastingAccess access, INotifications notifications, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Waits until the document has ended, the time is up or the process stops, whichever is first.</summary>
    /// <returns>The document as it is then; null when there is none. Refused when the caller was no longer accepted.</returns>
    public async Task<(DocumentView? Document, bool IsRefused)> FindAsync(
        string id, TimeSpan atMost, HttpContext request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var changes = new ChangeWatch(id, notifications, time, lifetime);
        while (true)
        {
            var document = await queries.FindAsync(id, cancellationToken);
            var left = atMost - time.GetElapsedTime(started);
            var isOver = left <= TimeSpan.Zero || lifetime.ApplicationStopping.IsCancellationRequested;
            if (document is null || document.Status.HasEnded() || isOver)
                return (document, false);
            await changes.WaitAsync(left < ChangeWatch.LookEvery ? left : ChangeWatch.LookEvery, cancellationToken);
            if (await access.IsOverAsync(request, cancellationToken))
                return (null, true);
        }
    }
}
