using Spade.Tests.Infrastructure;
using Spade.Worker.Errors;
using Spade.Worker.Images;
using Spade.Worker.Recognition;

namespace Spade.Tests.Ocr;

/// <summary>A document's pages run side by side. A polite stop lets pages in flight finish, a hard stop ends them.</summary>
public sealed class PageRunTests : IDisposable
{
    private const int Pages = 20;
    private const int PagesAtOnce = 2;

    private readonly CancellationTokenSource _shutdown = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<int> _started = [];
    private readonly List<int> _done = [];

    public void Dispose()
    {
        _shutdown.Dispose();
        _cancellation.Dispose();
    }

    [Fact]
    public async Task Every_page_is_recognised_once()
    {
        await RunAsync((_, _, _) => Task.CompletedTask);
        Assert.Equal(Enumerable.Range(1, Pages), _done.Order());
    }

    [Fact]
    public async Task A_shutdown_finishes_the_pages_in_flight_and_begins_no_other()
    {
        var run = RunAsync((_, polite, _) => CancelledAsync(polite));
        await _begun.Task.DefaultTimeout();

        await _shutdown.CancelAsync();
        await run;

        Assert.Equal(_started.Order(), _done.Order());
        Assert.InRange(_done.Count, 1, PagesAtOnce + 1);
    }

    [Fact]
    public async Task A_page_that_fails_is_the_outcome_and_lets_the_pages_in_flight_finish()
    {
        var problem = await Assert.ThrowsAsync<RecognitionException>(() => RunAsync(
            (page, polite, _) => page == 1 ? throw RecognitionErrors.NoPages() : CancelledAsync(polite)));
        Assert.Equal("no-pages", problem.Error.Type);
        Assert.Equal(_started.Where(page => page != 1).Order(), _done.Order());
        Assert.InRange(_started.Count, 1, PagesAtOnce + 1);
    }

    [Fact]
    public async Task A_job_that_is_cancelled_ends_the_pages_in_flight()
    {
        var run = RunAsync((_, _, hard) => Cancellation.ThrownAsync(hard));
        await _begun.Task.DefaultTimeout();

        await _cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Empty(_done);
    }

    [Fact]
    public async Task An_unexpected_error_is_the_outcome_and_ends_the_pages_in_flight()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(
            (page, _, hard) => page == 1 ? throw new InvalidOperationException() : Cancellation.ThrownAsync(hard)));
        Assert.Empty(_done);
    }

    private async Task RunAsync(Func<int, CancellationToken, CancellationToken, Task> recognize)
    {
        using var run = new PageRun(_shutdown.Token, _cancellation.Token);
        var running = run.RunAsync(ImagesAsync(), PagesAtOnce, async (image, polite, hard) =>
        {
            polite.ThrowIfCancellationRequested();
            Add(_started, image.Page);
            _begun.TrySetResult();
            await recognize(image.Page, polite, hard);
            Add(_done, image.Page);
        });
        await running.DefaultTimeout();
    }

    private void Add(List<int> pages, int page)
    {
        lock (_lock)
            pages.Add(page);
    }

    private static async Task CancelledAsync(CancellationToken token) =>
        await Cancellation.RequestedAsync(token);

    private static async IAsyncEnumerable<PageImage> ImagesAsync()
    {
        for (var page = 1; page <= Pages; page++)
        {
            await Task.Yield();
            yield return new PageImage(page, "/nowhere");
        }
    }
}
