using Spade.Jobs.Leases;

namespace Spade.Jobs.Completing;

/// <summary>Completions of one queue's jobs that wait for a commit. Runs add them and the <see cref="Completer"/> takes
/// them.</summary>
internal sealed class CompletionQueue
{
    /// <summary>Most rows of a statement. More rows do not lower the time per row and make all of them wait longer.</summary>
    private const int LargestBatch = 500;

    private readonly Lock _lock = new();
    private readonly Queue<Completion> _waiting = [];
    private bool _isTaken;

    /// <summary>Raised with the first completion after <see cref="Take"/> has found none. The handler must return at once.</summary>
    public event Action? Pending;

    /// <summary>Completes a job.</summary>
    /// <returns>The result of the <see cref="Completion"/>, once it is committed.</returns>
    public Task<bool> CompleteAsync(ClaimedJob job)
    {
        var completion = new Completion(job.Id, job.Fence);
        lock (_lock)
        {
            _waiting.Enqueue(completion);
            if (_isTaken)
                return completion.Task;
            _isTaken = true;
        }
        Pending?.Invoke();
        return completion.Task;
    }

    /// <summary>Takes as many completions as fit into one statement. After an empty result <see cref="Pending"/> is armed again.</summary>
    public List<Completion> Take()
    {
        lock (_lock)
        {
            var batch = new List<Completion>(Math.Min(_waiting.Count, LargestBatch));
            while (batch.Count < LargestBatch && _waiting.TryDequeue(out var completion))
                batch.Add(completion);
            _isTaken = batch.Count > 0;
            return batch;
        }
    }
}
