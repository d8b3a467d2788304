using System.Runtime.CompilerServices;
using Spade.Jobs.Leases;
using Spade.Shutdown.InFlight;

namespace Spade.Tests.Rehearsal.Sabotage.Parts;

/// <summary>Jobs that are counted at the signal as ever, and whose fetcher hears of it only after some seconds.</summary>
internal sealed class LateStop(RunningJobs running) : IWorkInFlight
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);

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
        await Task.Delay(Delay, TimeProvider.System);
        running.Mark();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_runs")]
    private static extern ref WorkSet<JobLease> RunsOf(RunningJobs running);
}
