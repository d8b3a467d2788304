using Spade.Jobs.Fetching;
using Spade.Jobs.Leases;

namespace Spade.Jobs.Quarantine;

/// <summary>Makes this node idle for a job in quarantine by closing its slots, and opens them again.</summary>
internal sealed class QuarantineRoom(NodeSlots slots, RunTokens tokens, QuarantineStore store, TimeProvider time)
{
    private long _opened;

    /// <summary>Time since the slots were last opened.</summary>
    public TimeSpan SinceOpened => time.GetElapsedTime(_opened);

    /// <summary>Number of taken slots.</summary>
    public int Taken => slots.Reserved;

    /// <summary>Closes the slots if the node is idle.</summary>
    public bool TryCloseIdle() => slots.TryCloseIdle();

    /// <summary>Lets no more claims start.</summary>
    public void Close() => slots.Close();

    /// <summary>Reserves the slot of the job itself, even while the slots are closed.</summary>
    public void Reserve() => slots.ReserveForQuarantined();

    /// <summary>Frees slots.</summary>
    public void Release(int places) => slots.Release(places);

    /// <summary>Waits until the node is idle and then closes the slots. Meanwhile no other node takes the job.</summary>
    public async Task<RoomState> WaitAsync(QuarantinedJob job, TimeSpan limit)
    {
        var began = time.GetTimestamp();
        for (var kept = began; time.GetElapsedTime(began) < limit;)
        {
            var slice = Shorter(limit - time.GetElapsedTime(began), QuarantineStore.KeepEvery);
            await slots.WhenIdleAsync().WaitAsync(slice, time, tokens.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (tokens.Stopping.IsCancellationRequested)
                return RoomState.Gone;
            if (slots.TryCloseIdle())
                return RoomState.Idle;
            if (time.GetElapsedTime(kept) < QuarantineStore.KeepEvery)
                continue;
            if (!await store.KeepAsync(job, CancellationToken.None))
                return RoomState.Gone;
            kept = time.GetTimestamp();
        }
        return RoomState.Busy;
    }

    /// <summary>Opens the slots again.</summary>
    /// <returns>True when a claim was rejected meanwhile, so that the queues must be polled again.</returns>
    public bool Open()
    {
        if (slots.IsClosed)
            _opened = time.GetTimestamp();
        return slots.Open();
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
