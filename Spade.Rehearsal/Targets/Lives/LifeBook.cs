using System.Collections.Concurrent;
using Spade.Rehearsal.Recording;

namespace Spade.Rehearsal.Targets.Lives;

/// <summary>All processes of a local system, those that have ended included.</summary>
internal sealed class LifeBook(TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, ReplicaLife> _lives = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _watches = [];

    /// <summary>Called when a process has been found.</summary>
    internal event Action<ReplicaLife>? Begun;

    /// <summary>Called when the stop of a process begins.</summary>
    internal event Action<ReplicaLife>? Leaving;

    /// <summary>All, oldest first.</summary>
    internal IReadOnlyList<ReplicaLife> All => [.. _lives.Values.OrderBy(life => life.Entry.StartedAt)];

    /// <summary>Those of a service that run and are not being stopped.</summary>
    internal IReadOnlyList<ReplicaLife> Running(string service) =>
        [.. All.Where(life => life.Service == service && !life.Ended.IsCompleted && !life.IsLeaving)];

    /// <summary>Name of the replica that has or had this process id; null for none.</summary>
    internal string? ReplicaOf(int processId) => _lives.GetValueOrDefault(processId)?.Replica;

    internal ReplicaLife? Find(int processId) => _lives.GetValueOrDefault(processId);

    /// <summary>The life of a replica that runs now; null when it does not.</summary>
    internal ReplicaLife? Current(string replica) => All.LastOrDefault(life => life.Replica == replica && !life.Ended.IsCompleted);

    /// <summary>Watches a process from now on; one that is known already is left alone.</summary>
    internal ReplicaLife Begin(
        string replica, string service, int processId, Uri address, string? version, Uri? http2Address = null)
    {
        if (Find(processId) is { } known)
            return known;
        var life = new ReplicaLife(replica, service, processId, address, version, time) { Http2Address = http2Address };
        _lives[processId] = life;
        _watches.Add(Task.Run(() => life.WatchAsync(_end.Token)));
        Begun?.Invoke(life);
        return life;
    }

    /// <summary>Notes that the stop of a process begins.</summary>
    internal void BeginStop(ReplicaLife life)
    {
        if (life.IsLeaving)
            return;
        life.BeginStop();
        Leaving?.Invoke(life);
    }

    /// <summary>Writes every life to the journal.</summary>
    internal void Write(Journal journal)
    {
        foreach (var life in All)
            journal.Add(life.Entry);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_watches);
        _end.Dispose();
    }
}
