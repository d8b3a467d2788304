using System.Threading.Channels;
using Spade.Documents;
using Spade.Jobs;

namespace Spade.Api.Documents;

/// <summary>Long polling. Hints make it quick, a look every second makes it certain: a hint may be lost.</summary>
internal sealed class DocumentWait(DocumentQueries queries, IHints hints, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the document has ended, the time is up or the process stops, whichever is first.</summary>
    /// <returns>The document as it is then; null when there is none.</returns>
    public async Task<DocumentView?> FindAsync(string id, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var hinted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        // Before the first look: what happens after it is not missed.
        using var subscription = hints.Subscribe(DocumentHints.Topic, key =>
        {
            if (key is null || key == id)
                hinted.Writer.TryWrite(true);
        });
        while (true)
        {
            var document = await queries.FindAsync(id, cancellationToken);
            var left = atMost - time.GetElapsedTime(started);
            if (document is null || document.Status.HasEnded() || left <= TimeSpan.Zero || lifetime.ApplicationStopping.IsCancellationRequested)
                return document;
            await PauseAsync(hinted.Reader, left < LookEvery ? left : LookEvery, cancellationToken);
        }
    }

    private async Task PauseAsync(ChannelReader<bool> hinted, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        // WhenAny looks at no result: whichever comes first, hint, time, stop or abort, the loop looks again and decides.
        await Task.WhenAny(hinted.WaitToReadAsync(pause.Token).AsTask(), Task.Delay(atMost, time, pause.Token));
        await pause.CancelAsync();
        hinted.TryRead(out _);
    }
}
