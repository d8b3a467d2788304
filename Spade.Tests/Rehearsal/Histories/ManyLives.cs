using Spade.Rehearsal.History;
using static Spade.Tests.Rehearsal.Histories.SampleHistory;

namespace Spade.Tests.Rehearsal.Histories;

/// <summary>A cluster that replaces its pods all day: each life is a pod of its own, and so a lane of its own.</summary>
internal static class ManyLives
{
    private const double Apart = 10;

    public static SampleHistory Of(int lives)
    {
        var all = Enumerable.Range(0, lives).Select(Life).ToList();
        var run = RollingRestart.Good().The<RunEntry>(_ => true) with { Duration = TimeSpan.FromSeconds(lives * Apart) };
        return new SampleHistory(
        [
            run, new StepEntry(1, "rolling restart", "spade-api", At(0), At(lives * Apart), null),
            .. Requests(lives), .. all, .. all.Select(Row),
        ]);
    }

    private static LifeEntry Life(int index)
    {
        var start = index * Apart;
        var service = index % 2 == 0 ? RollingRestart.Api : RollingRestart.Worker;
        return new LifeEntry(
            $"{service}-7c5d-{index:x5}", service, ProcessId: 0, "0.1.0", At(start), At(start + 1),
            At(start + 40), At(start + 40), At(start + 45),
            "SIGTERM", At(start + 45.05), At(start + 50), At(start + 52), ExitCode: 0);
    }

    private static LedgerEntry Row(LifeEntry life) =>
        RollingRestart.Row(life) with { Host = life.Replica, Node = Guid.NewGuid(), ProcessId = 1 };

    private static IEnumerable<RequestEntry> Requests(int lives) =>
        from index in Enumerable.Range(0, (int)(lives * Apart))
        select new RequestEntry(
            index + 1, "keep-alive 1", "list", "1.1", IsOnNewConnection: false, At(index), TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMilliseconds(8 + (index % 7)), RequestOutcome.Answered, Status: 200);
}
