using System.Threading.Channels;
using Spade.Documents.Documents;
using Spade.Jobs.Notifications;

namespace Spade.Api.Documents;

/// <summary>Long polling. It looks again at each notification, and every second besides, because a notification may be lost.</summary>
internal sealed class DocumentWait(
    DocumentQueries queries, INotifications notifications, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the document has ended, the time is up or the process stops, whichever is first.</summary>
    /// <returns>The document as it is then; null when there is none.</returns>
    public async Task<DocumentView?> FindAsync(string id, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var notified = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        // Before the first look: a change between the two would be missed otherwise.
        using var subscription = notifications.Subscribe(DocumentNotifications.Topic, key =>
        {
            if (key is null || key == id)
                notified.Writer.TryWrite(true);
        });
        while (true)
        {
            var document = await queries.FindAsync(id, cancellationToken);
            var left = atMost - time.GetElapsedTime(started);
            var isOver = left <= TimeSpan.Zero || lifetime.ApplicationStopping.IsCancellationRequested;
            if (document is null || document.Status.HasEnded() || isOver)
                return document;
            await PauseAsync(notified.Reader, left < LookEvery ? left : LookEvery, cancellationToken);
        }
    }

    private async Task PauseAsync(ChannelReader<bool> notified, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        // WhenAny ignores the outcome: after a notification, the time, a stop or an abort alike, the loop looks again and decides.
        await Task.WhenAny(notified.WaitToReadAsync(pause.Token).AsTask(), Task.Delay(atMost, time, pause.Token));
        await pause.CancelAsync();
        notified.TryRead(out _);
    }
}
