using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Spade.Worker.Errors;
using Spade.Worker.Images;

namespace Spade.Worker.Recognition;

/// <summary>Recognises the pages of one document, several side by side.</summary>
/// <remarks>
/// <code>
/// images --> channel (a few ahead) --> worker --> page
///                                  \-> worker --> page
/// </code>
/// There are two ways to stop. A polite stop, for a shutdown or a problem that concerns more than one page: no further page is begun, and
/// pages in flight are finished and saved. A hard stop, for a cancelled or lost job and for unexpected errors: child processes are killed
/// at once.
/// </remarks>
internal sealed class PageRun : IDisposable
{
    private readonly CancellationTokenSource _hard;
    private readonly CancellationTokenSource _polite;
    private ExceptionDispatchInfo? _failure;

    /// <param name="shutdown">Stops politely.</param>
    /// <param name="cancellationToken">Stops hard.</param>
    public PageRun(CancellationToken shutdown, CancellationToken cancellationToken)
    {
        _hard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _polite = CancellationTokenSource.CreateLinkedTokenSource(shutdown, _hard.Token);
    }

    /// <summary>Runs until every page is done or no further page may be begun.</summary>
    /// <param name="images">The pages; not read further after a polite stop.</param>
    /// <param name="pagesAtOnce">How many pages this process recognises at once.</param>
    /// <param name="recognize">Recognises a page. When its first token is cancelled, the page must not be begun any more; when its second
    /// is, the page must end.</param>
    /// <exception cref="RecognitionException">The first failure; other pages in flight are finished and saved.</exception>
    public async Task RunAsync(
        IAsyncEnumerable<PageImage> images, int pagesAtOnce, Func<PageImage, CancellationToken, CancellationToken, Task> recognize)
    {
        var channel = Channel.CreateBounded<PageImage>(pagesAtOnce);
        // One more than there are cores, so that the next page uses a core while one page is saved.
        var workers = Enumerable.Range(0, pagesAtOnce + 1).Select(_ => GuardAsync(() => WorkAsync(channel.Reader, recognize)));
        await Task.WhenAll([GuardAsync(() => ProduceAsync(images, channel.Writer)), .. workers]);
        _failure?.Throw();
    }

    public void Dispose()
    {
        _polite.Dispose();
        _hard.Dispose();
    }

    private async Task ProduceAsync(IAsyncEnumerable<PageImage> images, ChannelWriter<PageImage> writer)
    {
        try
        {
            await foreach (var image in images.WithCancellation(_polite.Token))
                await writer.WriteAsync(image, _polite.Token);
        }
        finally
        {
            writer.Complete();
        }
    }

    private async Task WorkAsync(
        ChannelReader<PageImage> images, Func<PageImage, CancellationToken, CancellationToken, Task> recognize)
    {
        await foreach (var image in images.ReadAllAsync(_polite.Token))
        {
            using (image)
                await recognize(image, _polite.Token, _hard.Token);
        }
    }

    private async Task GuardAsync(Func<Task> part)
    {
        try
        {
            await part();
        }
        catch (OperationCanceledException) when (_polite.IsCancellationRequested && !_hard.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            await (exception is RecognitionException ? _polite : _hard).CancelAsync();
        }
    }
}
