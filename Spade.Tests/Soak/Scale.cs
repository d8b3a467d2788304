using Spade.ServiceDefaults.Budgets;
using Spade.Shutdown.Budget;
using Spade.Tests.Services;

namespace Spade.Tests.Soak;

/// <summary>The size at which a scenario is run.</summary>
internal sealed record Scale
{
    /// <summary>For <c>./spade test</c>: seconds, with the same order of events.</summary>
    public static Scale Small { get; } = new()
    {
        Name = "small",
        Documents = 24,
        Uploads = 9,
        MaxPages = 6,
        Jobs = 10,
        Interruptions = 3,
        FlipLimit = TimeSpan.FromSeconds(4),
        ExitSlack = TimeSpan.FromSeconds(6),
        DrainOfDeaf = TimeSpan.FromSeconds(3),
        WaitsForBackoff = false,
        Neighbours = 3,
        ApiBudget = ServiceBudgets.Api.With(terms => terms with
        {
            LameDuck = TimeSpan.FromSeconds(1),
            InFlight = TimeSpan.FromSeconds(9),
            DirectCheck = new DirectCheck { Interval = TimeSpan.FromSeconds(0.2) },
        }),
        SlowRequest = TimeSpan.FromSeconds(7),
        JobTime = TimeSpan.FromSeconds(1),
        TestWorker = ServiceOptions.Quick,
        Lease = ServiceOptions.None.With("Jobs__StaleAfter", "00:00:05").With("Jobs__HeartbeatInterval", "00:00:01")
            .With("Jobs__ScanInterval", "00:00:01"),
        RestartPause = TimeSpan.FromSeconds(0.5),
        PageTime = TimeSpan.FromSeconds(0.4),
        Steady = SteadyPlan.Small,
    };

    /// <summary>For <c>./spade soak</c>.</summary>
    public static Scale Full { get; } = new()
    {
        Name = "full",
        Documents = 300,
        Uploads = 1_000,
        MaxPages = 20,
        Jobs = 10,
        Interruptions = 20,
        FlipLimit = TimeSpan.FromMilliseconds(150),
        ExitSlack = TimeSpan.FromMilliseconds(500),
        DrainOfDeaf = TimeSpan.FromSeconds(110),
        WaitsForBackoff = true,
        Neighbours = 10,
        ApiBudget = ServiceBudgets.Api,
        SlowRequest = TimeSpan.FromSeconds(20),
        JobTime = TimeSpan.FromSeconds(3),
        TestWorker = ServiceOptions.None,
        Lease = ServiceOptions.None,
        RestartPause = TimeSpan.FromSeconds(3),
        PageTime = null,
        Steady = SteadyPlan.Full,
    };

    public required string Name { get; init; }

    public required int Documents { get; init; }

    /// <summary>Uploads over which memory must not grow.</summary>
    public required int Uploads { get; init; }

    /// <summary>Documents have between one and this many pages.</summary>
    public required int MaxPages { get; init; }

    /// <summary>Jobs in flight at a signal.</summary>
    public required int Jobs { get; init; }

    /// <summary>How many kills, or restarts in a row, one document or job goes through.</summary>
    public required int Interruptions { get; init; }

    /// <summary>Longest time from the signal to a 503 on readiness.</summary>
    public required TimeSpan FlipLimit { get; init; }

    /// <summary>How much longer than the lame duck an idle process may take to exit.</summary>
    public required TimeSpan ExitSlack { get; init; }

    /// <summary>The drain of a worker whose handler ignores its tokens.</summary>
    public required TimeSpan DrainOfDeaf { get; init; }

    /// <summary>How many jobs run beside the one that kills its workers.</summary>
    public required int Neighbours { get; init; }

    /// <summary>Whether to wait for the backoffs of 10 and 20 s after crashes.</summary>
    public required bool WaitsForBackoff { get; init; }

    /// <summary>The API's shutdown budget: its own, or shorter times in the same order.</summary>
    public required ShutdownBudget ApiBudget { get; init; }

    /// <summary>Duration of the slowest request that must still be answered: less than <see cref="ApiBudget"/> allows.</summary>
    public required TimeSpan SlowRequest { get; init; }

    /// <summary>How long a short job takes.</summary>
    public required TimeSpan JobTime { get; init; }

    /// <summary>The test worker's options for its peers and its queue.</summary>
    public required ServiceOptions TestWorker { get; init; }

    /// <summary>Options that set how soon a worker without heartbeats counts as dead.</summary>
    public required ServiceOptions Lease { get; init; }

    /// <summary>Time from a restart to the next, in which workers get work done.</summary>
    public required TimeSpan RestartPause { get; init; }

    /// <summary>How long a page takes without being recognised; null to run Tesseract.</summary>
    public required TimeSpan? PageTime { get; init; }

    /// <summary>The load after which the queue's tables must not have grown.</summary>
    public required SteadyPlan Steady { get; init; }

    /// <summary>Options of an API with the times of <see cref="ApiBudget"/>.</summary>
    public ServiceOptions Api => ServiceOptions.Stopping(ApiBudget);

    public override string ToString() => Name;
}
