using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Hosting;
using Spade.Shutdown.Budget;
using Spade.Shutdown.Settings;

namespace Spade.Jobs.Configuration;

/// <summary>Options of this process as a node of the queue. Bound from the section <c>Jobs</c>.</summary>
public sealed class JobsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Jobs";

    private const string Longest = "10675199.02:48:05.4775807";

    /// <summary>Time limit for the last notifications and for deregistering the node.</summary>
    internal static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(1);

    /// <summary>Time limit for runs whose last write has just been cancelled.</summary>
    internal static readonly TimeSpan LastWriteLimit = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan DefaultDrainLimit = TimeSpan.FromSeconds(110);

    private TimeSpan? _drainLimit;

    /// <summary>Name under <c>ConnectionStrings</c> of the database that the node's own session goes to. Default <c>spadedb</c>. If that
    /// one leads to a pooler that shares sessions (PgBouncer in transaction mode), use another that leads to PostgreSQL.</summary>
    [Required(ErrorMessage = $"{Section}:{nameof(ConnectionName)} is empty; name a connection string.")]
    public string ConnectionName { get; set; } = "spadedb";

    /// <summary>How often a node writes its heartbeat and reads which jobs it still owns. Default 5 s.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", Longest, MinimumIsExclusive = true)]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a peer must see the same heartbeat before it declares the node dead. Default 20 s: three missed heartbeats and
    /// some slack.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", Longest, MinimumIsExclusive = true)]
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a node reads the locks and heartbeats of the others. Default 1 s.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", Longest, MinimumIsExclusive = true)]
    public TimeSpan ReadingInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between the two free readings of a lock that prove its holder dead. Default 2 s.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", Longest, MinimumIsExclusive = true)]
    public TimeSpan LockFreeFor { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a node looks for jobs that an earlier rescue had to skip. Default 5 s.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", Longest, MinimumIsExclusive = true)]
    public TimeSpan ScanInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a node ignores free locks after its session was renewed or the server restarted, because other nodes are still
    /// reconnecting. Default 5 s.</summary>
    public TimeSpan ReconnectGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an idle worker looks for work when no notification came. Default 2 s.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", Longest, MinimumIsExclusive = true)]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long running jobs may continue after SIGTERM before they are cancelled. Together with <see cref="CancelLimit"/> and
    /// 0.25 s for last writes it must fit into <see cref="HostOptions.ShutdownTimeout"/>; otherwise the start fails.
    /// A service with a <see cref="ShutdownBudget"/> takes its lameDuck + inFlight instead. Default 110 s, or what the host's limit leaves
    /// when that is less: 26.75 s of a plain host's 30 s.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", Longest, MinimumIsExclusive = true)]
    public TimeSpan DrainLimit
    {
        get => _drainLimit ?? DefaultDrainLimit;
        set => _drainLimit = value;
    }

    /// <summary>How long to wait for cancelled handlers to stop. Handlers that take longer keep their jobs until the process exits. A
    /// service with a <see cref="ShutdownBudget"/> takes a quarter of its close instead, so that the exit report can
    /// still be written. Default 2 s.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", Longest, MinimumIsExclusive = true)]
    public TimeSpan CancelLimit { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a job in quarantine waits for an idle node before a busy one makes room.</summary>
    internal TimeSpan QuarantinePatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a busy node starts no jobs in its first round, in order to become idle for a job in quarantine.</summary>
    internal TimeSpan QuarantineHold { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a job in quarantine runs alone if it makes no progress.</summary>
    internal TimeSpan QuarantineAloneLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long finished jobs are kept. Default 7 days.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", Longest, MinimumIsExclusive = true)]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often finished jobs are pruned. Default 10 minutes.</summary>
    [SettingRange(Section, typeof(TimeSpan), "00:00:00", Longest, MinimumIsExclusive = true)]
    public TimeSpan PruneInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A service's budget overrides both limits. Without a budget, the default of the drain limit is the host's limit minus the
    /// time to deregister the node.</summary>
    internal void FitDrainInto(ShutdownBudget? budget, TimeSpan shutdownTimeout)
    {
        if (budget is not null)
        {
            // Handlers get a quarter of close to stop after their cancellation, which leaves time for the exit report.
            (DrainLimit, CancelLimit) = (budget.LameDuck + budget.InFlight, budget.Close / 4);
            return;
        }
        if (shutdownTimeout == Timeout.InfiniteTimeSpan || _drainLimit is not null)
            return;
        var left = shutdownTimeout - CancelLimit - LastWriteLimit - GoodbyeLimit;
        if (left < DefaultDrainLimit && left > TimeSpan.Zero)
            _drainLimit = left;
    }
}
