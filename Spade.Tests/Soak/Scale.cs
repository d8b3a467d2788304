using Spade.ServiceDefaults.Budgets;
using Spade.Shutdown.Budget;
using Spade.Tests.Load;
using Spade.Tests.Services;

namespace Spade.Tests.Soak;

/// <summary>How big a scenario is run.</summary>
internal sealed record Scale
{
    /// <summary>For <c>./spade test</c>: what is right in order still shows, in seconds.</summary>
    public static Scale Small { get; } = new()
    {
        Name = "small",
        KeepAliveClients = 20,
        FreshClients = 5,
        UploadClients = 3,
        Rounds = 1,
        Documents = 40,
        MaxPages = 6,
        Jobs = 10,
        Interruptions = 3,
        Load = TimeSpan.FromSeconds(1),
        FlipLimit = TimeSpan.FromSeconds(2),
        ExitSlack = TimeSpan.FromSeconds(3),
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
        KeepAliveClients = 100,
        FreshClients = 20,
        UploadClients = 6,
        Rounds = 5,
        Documents = 300,
        MaxPages = 20,
        Jobs = 10,
        Interruptions = 20,
        Load = TimeSpan.FromSeconds(10),
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

    public required int KeepAliveClients { get; init; }

    public required int FreshClients { get; init; }

    public required int UploadClients { get; init; }

    /// <summary>How often every replica is restarted.</summary>
    public required int Rounds { get; init; }

    public required int Documents { get; init; }

    /// <summary>Documents have one page to this many.</summary>
    public required int MaxPages { get; init; }

    /// <summary>Jobs in flight at a signal.</summary>
    public required int Jobs { get; init; }

    /// <summary>Kills, or restarts in a row, that one thing goes through.</summary>
    public required int Interruptions { get; init; }

    /// <summary>How long load goes on where no event ends it.</summary>
    public required TimeSpan Load { get; init; }

    /// <summary>Longest time from the signal to a 503 on readiness.</summary>
    public required TimeSpan FlipLimit { get; init; }

    /// <summary>How much longer than its lame duck an idle process may take to exit.</summary>
    public required TimeSpan ExitSlack { get; init; }

    /// <summary>The time in flight that a worker is given with a handler that never listens.</summary>
    public required TimeSpan DrainOfDeaf { get; init; }

    /// <summary>Jobs that run beside a poisonous one.</summary>
    public required int Neighbours { get; init; }

    /// <summary>Whether the poison brake's waits of 10 and 20 s are waited for.</summary>
    public required bool WaitsForBackoff { get; init; }

    /// <summary>The times of the API's stop: its own, or shorter ones in the same order.</summary>
    public required ShutdownBudget ApiBudget { get; init; }

    /// <summary>How long the slowest request takes that must still be answered: less than <see cref="ApiBudget"/> allows.</summary>
    public required TimeSpan SlowRequest { get; init; }

    /// <summary>How long a short job takes.</summary>
    public required TimeSpan JobTime { get; init; }

    /// <summary>How the tests' own worker looks after its peers and its queue.</summary>
    public required ServiceOptions TestWorker { get; init; }

    /// <summary>How soon a worker that no longer sends heartbeats counts as dead.</summary>
    public required ServiceOptions Lease { get; init; }

    /// <summary>From a restart to the next, so that work is done as well.</summary>
    public required TimeSpan RestartPause { get; init; }

    /// <summary>How long the recognition of a page is made to look; null for Tesseract itself.</summary>
    public required TimeSpan? PageTime { get; init; }

    /// <summary>Load that must leave no trace on the queue's tables.</summary>
    public required SteadyPlan Steady { get; init; }

    /// <summary>The clients of this size.</summary>
    public LoadPlan Plan => new(KeepAliveClients, FreshClients, UploadClients);

    /// <summary>An API with the times of <see cref="ApiBudget"/>.</summary>
    public ServiceOptions Api => ServiceOptions.Stopping(ApiBudget);

    public override string ToString() => Name;
}
