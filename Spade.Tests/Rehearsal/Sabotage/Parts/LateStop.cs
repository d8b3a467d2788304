using System.Runtime.CompilerServices;
using Spade.Jobs.Leases;
using Spade.Shutdown.InFlight;

namespace Spade.Tests.Rehearsal.Sabotage.Parts;

/// <summary>Jobs that are counted at the signal as ever, and whose fetcher hears of it only when some more have begun.</summary>
internal sealed class LateStop(RunningJobs running) : IWorkInFlight
{
    private const int More = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public string Name => running.Name;

    public WorkTally Tally => running.Tally;

    public bool IsBroken => running.IsBroken;

    public Task Left => running.Left;

    public void Mark()
    {
        RunsOf(running).Mark();
        _ = StopLateAsync();
    }

    public IReadOnlyList<string> Describe() => running.Describe();

    private async Task StopLateAsync()
    {
        while (running.Tally.Begun < More)
            await Task.Delay(Interval, TimeProvider.System);
        running.Mark();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_runs")]
    private static extern ref WorkSet<JobLease> RunsOf(RunningJobs running);
}
