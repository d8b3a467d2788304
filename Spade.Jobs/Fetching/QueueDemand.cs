namespace Spade.Jobs.Fetching;

/// <summary>Whether and where one queue is to be looked at again. Notifications, polls and ends of runs ask; its
/// <see cref="QueueFetcher"/> takes the request when the <see cref="Fetcher"/> comes to it.</summary>
internal sealed class QueueDemand(ClaimWindow window, FetchWakeup fetcher)
{
    private int _isAsked;

    /// <summary>Whether more jobs may be due than run here.</summary>
    public Backlog Backlog { get; } = new();

    /// <summary>There may be new work.</summary>
    public void Ask()
    {
        Backlog.MayHaveGrown();
        AskAgain();
    }

    /// <summary>There may be new work that a claim by its window does not see: the next one looks at the whole queue.</summary>
    public void AskEverywhere()
    {
        window.LookEverywhere();
        Ask();
    }

    /// <summary>For work that is known already.</summary>
    public void AskAgain()
    {
        Interlocked.Exchange(ref _isAsked, 1);
        fetcher.Set();
    }

    /// <summary>Whether a look was asked for since the last call.</summary>
    public bool TakeAsked() => Interlocked.Exchange(ref _isAsked, 0) == 1;
}
