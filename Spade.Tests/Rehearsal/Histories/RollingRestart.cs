using Spade.Rehearsal.History;
using static Spade.Tests.Rehearsal.Histories.SampleHistory;

namespace Spade.Tests.Rehearsal.Histories;

/// <summary>Two minutes in which two APIs and then two workers are restarted, each with a spare that starts first.</summary>
internal static class RollingRestart
{
    public const string Api = "spade-api";
    public const string Worker = "spade-worker";
    public const double Seconds = 120;

    public static readonly ServiceBudget ApiBudget = new(PreStop: 5, LameDuck: 5, InFlight: 27, Drain: 30, Grace: 35);
    public static readonly ServiceBudget WorkerBudget = new(PreStop: 0, LameDuck: 0, InFlight: 110, Drain: 120, Grace: 125);

    /// <summary>All went well.</summary>
    public static SampleHistory Good(int perSecond = 2)
    {
        var requests = new RollingLoad(perSecond);
        return new SampleHistory(
        [
            Run(perSecond), .. requests.Requests, .. requests.Accepted, .. Steps(), .. Lives(), .. requests.Reads, .. requests.Stored,
            .. Lives().Select(Row), .. Queue(), .. Claims(),
        ]);
    }

    /// <summary>A client's kept connection was reset after the listener of the second API had closed.</summary>
    public static SampleHistory WithAFailure(int perSecond = 40)
    {
        var history = Good(perSecond);
        var victim = history.Entries.OfType<RequestEntry>()
            .First(request => request.Operation == "list" && request.IntendedAt >= At(34.9) && !request.IsOnNewConnection);
        return history.Change<RequestEntry>(request => request.Number == victim.Number, request => request with
        {
            Client = "keep-alive 3",
            Outcome = RequestOutcome.Reset,
            Status = null,
            ToldToClose = null,
            Replica = "spade-api-2",
            EndedAfter = TimeSpan.FromMilliseconds(41),
            Detail = "Connection reset by peer <while reading the status line>",
        });
    }

    /// <summary>The row of the ledger that fits a life.</summary>
    public static LedgerEntry Row(LifeEntry life) => new(
        new Guid(life.ProcessId, 7, 3, 1, 2, 3, 4, 5, 6, 7, 8), life.Service, "0.1.0", "build-7", life.ProcessId,
        life.EndedAt is null ? "running" : "stopped", life.EndedAt is null ? null : "sigterm", life.StartedAt,
        life.SignalledAt, life.SignalledAt + TimeSpan.FromMilliseconds(3),
        life.Service == Api ? life.SignalledAt + TimeSpan.FromSeconds(5) : null,
        InFlight: life.EndedAt is null ? null : 4, Begun: life.EndedAt is null ? null : life.Service == Api ? 9 : 0,
        Finished: life.EndedAt is null ? null : life.Service == Api ? 13 : 3,
        HandedOver: life.EndedAt is null ? null : life.Service == Api ? 0 : 1,
        Aborted: life.EndedAt is null ? null : 0, life.EndedAt is { } ended ? ended - TimeSpan.FromMilliseconds(40) : null,
        ExitCodeIntended: life.EndedAt is null ? null : 0,
        BudgetUsed: life.EndedAt is { } end ? (end - life.SignalledAt!.Value).TotalSeconds / (life.Service == Api ? 30 : 120) : null);

    private static RunEntry Run(int perSecond) => new(
        Begin, Seed: 20270301, "the local system: 2 APIs and 2 workers through the AppHost", "default",
        "duration: 2m\nsteps:\n  - at: 10s\n    do: rolling restart\n    of: api\n  - at: 65s\n    do: rolling restart\n    of: worker\n",
        new Dictionary<string, string> { ["spade"] = "0.1.0", ["postgres"] = "15.14" },
        new Dictionary<string, string> { ["rate"] = $"{perSecond}/s", ["character-errors"] = "0.02" },
        new Dictionary<string, ServiceBudget> { [Api] = ApiBudget, [Worker] = WorkerBudget },
        TimeSpan.FromSeconds(Seconds), RollingLoad.Clients, PagesInFlight: 2);

    private static IEnumerable<StepEntry> Steps() =>
    [
        new(1, "rolling restart", Api, At(10), At(38), Error: null),
        new(2, "rolling restart", Worker, At(65), At(76), Error: null),
    ];

    public static IReadOnlyList<LifeEntry> Lives() =>
    [
        ApiLife("spade-api-1", 4101, started: -30, leftBalancer: 11.1, ended: 23.4),
        ApiLife("spade-api-2", 4102, started: -29, leftBalancer: 24.6, ended: 37.1),
        new("spade-api-3", Api, 4160, "0.1.0", At(10.1), At(11)),
        new("spade-api-1", Api, 4190, "0.1.0", At(23.6), At(24.5)),
        WorkerLife("spade-worker-1", 4111, started: -28, signalled: 66.3, ended: 71.9),
        WorkerLife("spade-worker-2", 4112, started: -27, signalled: 73.3, ended: 75),
        new("spade-worker-3", Worker, 4230, "0.1.0", At(65.1), At(66.2)),
        new("spade-worker-1", Worker, 4255, "0.1.0", At(72.1), At(73.2)),
    ];

    private static LifeEntry ApiLife(string replica, int process, double started, double leftBalancer, double ended)
    {
        var stop = leftBalancer + 0.1;
        var signal = stop + 5;
        return new LifeEntry(
            replica, Api, process, "0.1.0", At(started), At(started + 0.9), At(leftBalancer), At(stop), At(signal), "SIGTERM",
            At(signal + 0.05), At(signal + 5.02), At(ended), ExitCode: 0);
    }

    private static LifeEntry WorkerLife(string replica, int process, double started, double signalled, double ended) => new(
        replica, Worker, process, "0.1.0", At(started), At(started + 1.1), LeftBalancerAt: null, At(signalled), At(signalled), "SIGTERM",
        At(signalled + 0.06), ClosedAt: null, At(ended), ExitCode: 0);

    /// <summary>Each worker takes a job now and then, and none after its signal.</summary>
    private static IEnumerable<ClaimEntry> Claims() =>
        from life in Lives()
        where life.Service == Worker
        from second in Enumerable.Range(0, (int)Seconds)
        where second % 4 == 0 && life.ReadyAt <= At(second) && (life.SignalledAt is null || life.SignalledAt > At(second))
        select new ClaimEntry(At(second), new Guid(life.ProcessId, (short)second, 5, 1, 2, 3, 4, 5, 6, 7, 8).ToString(), life.Replica);

    private static IEnumerable<QueueEntry> Queue() =>
        from second in Enumerable.Range(0, (int)Seconds)
        select new QueueEntry(At(second), second is > 66 and < 77 ? (second - 66) / 2 : second % 3 == 0 ? 1 : 0, Active: 2 + (second % 3));
}
