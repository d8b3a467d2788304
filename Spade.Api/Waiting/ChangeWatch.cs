using System.Threading.Channels;
using Spade.Documents.Documents;
using Spade.Jobs.Notifications;

namespace Spade.Api.Waiting;

/// <summary>Notices changes of one document, for a request that waits for them. Dispose it when the wait is over.</summary>
/// <remarks>A notification may be lost, so the request also looks by itself, once a second.</remarks>
internal sealed class ChangeWatch : IDisposable
{
    /// <summary>How long a request waits at most before it looks again.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _notified =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly IDisposable _subscription;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;

    /// <summary>Begins to watch. Begin before the first look at the document: a change between the two would be missed otherwise.</summary>
    public ChangeWatch(string documentId, INotifications notifications, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        _time = time;
        _stopping = lifetime.ApplicationStopping;
        _subscription = notifications.Subscribe(DocumentNotifications.Topic, key =>
        {
            if (key is null || key == documentId)
                _notified.Writer.TryWrite(true);
        });
    }

    /// <summary>Waits for a notification, the end of the time, a stop of the process or the end of the request, and throws for none of
    /// them.</summary>
    /// <returns>True after a notification.</returns>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping);
        // WhenAny ignores the outcome: the caller looks again and decides.
        await Task.WhenAny(_notified.Reader.WaitToReadAsync(pause.Token).AsTask(), Task.Delay(atMost, _time, pause.Token));
        await pause.CancelAsync();
        return _notified.Reader.TryRead(out _);
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();
}
