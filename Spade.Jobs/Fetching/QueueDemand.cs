namespace Spade.Jobs.Fetching;

/// <summary>The pending request to claim from one queue. Notifications, polls and ending runs make requests; the queue's
/// <see cref="QueueFetcher"/> takes them in its next turn of the <see cref="Fetcher"/>.</summary>
internal sealed class QueueDemand(ClaimChoice choice, FetchWakeup fetcher)
{
    private int _isAsked;

    /// <summary>Whether more jobs may be due than this node runs.</summary>
    public Backlog Backlog { get; } = new();

    /// <summary>Requests a claim, because there may be new work.</summary>
    public void Ask()
    {
        Backlog.MayHaveGrown();
        AskAgain();
    }

    /// <summary>Requests a claim of the whole queue, because a window may miss the new work.</summary>
    public void AskEverywhere()
    {
        choice.LookEverywhere();
        Ask();
    }

    /// <summary>As <see cref="AskEverywhere"/>, when jobs with a group are known to wait.</summary>
    public void AskGroups()
    {
        choice.ExpectGroups();
        AskEverywhere();
    }

    /// <summary>Requests a claim of work that is already known.</summary>
    public void AskAgain()
    {
        Interlocked.Exchange(ref _isAsked, 1);
        fetcher.Set();
    }

    /// <summary>Takes the request; false when there was none since the last call.</summary>
    public bool TakeAsked() => Interlocked.Exchange(ref _isAsked, 0) == 1;
}
