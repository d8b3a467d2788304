using System.Globalization;
using Spade.Shutdown.Budget;

namespace Spade.Tests.Services;

/// <summary>A replica's settings in addition to the system's.</summary>
internal sealed record ServiceOptions
{
    public static ServiceOptions None { get; } = new();

    /// <summary>A worker whose queue has short intervals, so that it notices in a moment what would take seconds.</summary>
    public static ServiceOptions Quick { get; } = new ServiceOptions()
        .With("Jobs__ReadingInterval", "00:00:00.2").With("Jobs__LockFreeFor", "00:00:00.4").With("Jobs__PollInterval", "00:00:00.2")
        .With("Jobs__ScanInterval", "00:00:00.2");

    /// <summary>Environment variables, for example <c>Shutdown__LameDuck</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>A folder that comes first on its PATH.</summary>
    public string? PathPrefix { get; init; }

    /// <summary>An empty folder that becomes the root of a read-only view of the file system; null to start the service as it is.</summary>
    public string? Confinement { get; init; }

    /// <summary>Options with the times of this budget.</summary>
    public static ServiceOptions Stopping(ShutdownBudget budget) => new ServiceOptions()
        .With("Shutdown__LameDuck", Seconds(budget.LameDuck))
        .With("Shutdown__InFlight", Seconds(budget.InFlight))
        .With("Shutdown__DirectCheck__Interval", Seconds(budget.DirectCheck.Interval));

    /// <summary>These options with one more environment variable.</summary>
    public ServiceOptions With(string variable, string value) =>
        this with { Environment = new Dictionary<string, string>(Environment) { [variable] = value } };

    /// <summary>These options with the environment of others.</summary>
    public ServiceOptions With(ServiceOptions others) => others.Environment.Aggregate(this, (all, one) => all.With(one.Key, one.Value));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
