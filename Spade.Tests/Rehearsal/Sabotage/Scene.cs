using Npgsql;
using Spade.Rehearsal.Checks;
using Spade.Rehearsal.Schedules;
using Spade.ServiceDefaults.Budgets;
using Spade.Shutdown.Budget;
using Spade.Tests.Services;

namespace Spade.Tests.Rehearsal.Sabotage;

/// <summary>A rehearsal of a few seconds: a small system, and what is broken in it.</summary>
internal sealed record Scene
{
    /// <summary>The schedule, YAML.</summary>
    public required string Schedule { get; init; }

    /// <summary>So many uploads come within the first second, and none later: the seed is chosen for that. Null to leave it.</summary>
    public int? Uploads { get; init; }

    /// <summary>How many APIs run at the start.</summary>
    public int Apis { get; init; } = 1;

    /// <summary>How many workers run at the start.</summary>
    public int Workers { get; init; }

    /// <summary>Options of the API, those of its budget included.</summary>
    public ServiceOptions Api { get; init; } = ServiceOptions.Stopping(ApiBudget);

    /// <summary>Options of the worker.</summary>
    public ServiceOptions Worker { get; init; } = ServiceOptions.None;

    /// <summary>The budget of an API that stops within seconds.</summary>
    public static ShutdownBudget ApiBudget { get; } = ServiceBudgets.Api.With(terms => terms with
    {
        PreStop = TimeSpan.Zero,
        LameDuck = TimeSpan.FromSeconds(2),
        DirectCheck = new DirectCheck { Interval = TimeSpan.FromSeconds(0.2) },
    });

    /// <summary>The stated budget of the API.</summary>
    public ShutdownBudget StatedApi { get; init; } = ApiBudget;

    /// <summary>The grace period that a stop really gets; null for the stated one.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>SQL that is true when the steps may begin, after their times; null when they need not wait.</summary>
    public string? Situation { get; init; }

    /// <summary>What the step <c>migrate</c> does to the database; null when there is none.</summary>
    public Func<NpgsqlDataSource, StepVersion, CancellationToken, Task>? Migration { get; init; }

    /// <summary>Limits of the checks.</summary>
    public CheckOptions Limits { get; init; } = new();
}
