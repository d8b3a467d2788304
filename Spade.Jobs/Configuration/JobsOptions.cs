using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Shutdown.Budget;

namespace Spade.Jobs.Configuration;

/// <summary>How this process takes part in the queue. Bound from the section <c>Jobs</c>.</summary>
public sealed class JobsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Jobs";

    private static readonly TimeSpan DefaultDrainLimit = TimeSpan.FromSeconds(110);

    private TimeSpan? _drainLimit;

    /// <summary>Name under <c>ConnectionStrings</c> of the database that the node's own session goes to. Default <c>spadedb</c>. Where that
    /// one leads to a pooler that shares sessions (PgBouncer in transaction mode), another that leads to PostgreSQL itself.</summary>
    public string ConnectionName { get; set; } = "spadedb";

    /// <summary>How often a node writes its heartbeat and asks which jobs it still owns. Default 5 s.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a heartbeat has to stay the same, under the eyes of one peer, to prove that its node is dead. Default 20 s: three
    /// missed and some slack.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a node looks at the locks and heartbeats of the others. Default 1 s.</summary>
    public TimeSpan ReadingInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between the two free readings of a lock that prove its holder dead. Default 2 s.</summary>
    public TimeSpan LockFreeFor { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a node looks for jobs that an earlier rescue had to skip. Default 5 s.</summary>
    public TimeSpan ScanInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After its session was renewed or the server restarted, how long a node trusts no free lock: everybody is still
    /// coming back. Default 5 s.</summary>
    public TimeSpan ReconnectGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an idle worker looks for work when no notification came. Default 2 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long running jobs may go on after SIGTERM before they are cancelled. With <see cref="CancelLimit"/> and 0.25 s
    /// for last writes it must fit into <see cref="HostOptions.ShutdownTimeout"/>, which ends everything; the start is refused otherwise.
    /// Default 110 s, the worker's <c>inFlight</c>, or what the host's limit leaves when that is less: 26.75 s of a plain host's 30 s.</summary>
    public TimeSpan DrainLimit
    {
        get => _drainLimit ?? DefaultDrainLimit;
        set => _drainLimit = value;
    }

    /// <summary>How long cancelled handlers may take to stop before nobody waits for them any more; their jobs stay theirs until the
    /// process is gone. Default 2 s: a quarter of the worker's <c>close</c>, so that the ledger can still be written.</summary>
    public TimeSpan CancelLimit { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a suspect of the poison brake is left to nodes that are idle by themselves, before a busy one makes room.</summary>
    internal TimeSpan QuarantinePatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a busy node starts nothing, to become idle for a suspect, in its first round.</summary>
    internal TimeSpan QuarantineHold { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a suspect that makes no progress has its node to itself.</summary>
    internal TimeSpan QuarantineAloneLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long finished jobs are kept. Default 7 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often finished jobs are pruned. Default 10 minutes.</summary>
    public TimeSpan PruneInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A service's budget gives both limits, whatever is configured here. Without one, a drain limit that is not set follows the
    /// host's, and leaves time for the node's goodbye.</summary>
    internal void FitDrainInto(ShutdownBudget? budget, TimeSpan shutdownTimeout)
    {
        if (budget is not null)
        {
            // A quarter of close for handlers to heed their cancellation leaves time for the exit report.
            (DrainLimit, CancelLimit) = (budget.LameDuck + budget.InFlight, budget.Close / 4);
            return;
        }
        if (shutdownTimeout == Timeout.InfiniteTimeSpan || _drainLimit is not null)
            return;
        var left = shutdownTimeout - CancelLimit - JobsService.LastWriteLimit - JobsService.GoodbyeLimit;
        if (left < DefaultDrainLimit && left > TimeSpan.Zero)
            _drainLimit = left;
    }

    internal sealed class Validator(IOptions<HostOptions> host, IConfiguration configuration) : IValidateOptions<JobsOptions>
    {
        public ValidateOptionsResult Validate(string? name, JobsOptions options)
        {
            string[] errors = [.. Errors(options), .. ConnectionErrors(options.ConnectionName), .. StopErrors(options, host.Value.ShutdownTimeout)];
            return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }

        private static IEnumerable<string> Errors(JobsOptions options)
        {
            if (string.IsNullOrWhiteSpace(options.ConnectionName))
                yield return $"{Section}:{nameof(ConnectionName)} is empty; name a connection string.";
            foreach (var (key, value) in new[]
                     {
                         (nameof(HeartbeatInterval), options.HeartbeatInterval),
                         (nameof(StaleAfter), options.StaleAfter),
                         (nameof(ReadingInterval), options.ReadingInterval),
                         (nameof(LockFreeFor), options.LockFreeFor),
                         (nameof(ScanInterval), options.ScanInterval),
                         (nameof(PollInterval), options.PollInterval),
                         (nameof(DrainLimit), options.DrainLimit),
                         (nameof(CancelLimit), options.CancelLimit),
                         (nameof(Retention), options.Retention),
                         (nameof(PruneInterval), options.PruneInterval),
                     })
            {
                if (value <= TimeSpan.Zero)
                    yield return $"{Section}:{key} is {value}; it must be positive.";
            }
            if (options.StaleAfter < 2 * options.HeartbeatInterval)
            {
                yield return $"{Section}:{nameof(StaleAfter)} ({options.StaleAfter}) must be at least twice "
                    + $"{nameof(HeartbeatInterval)} ({options.HeartbeatInterval}), or one late heartbeat loses every job.";
            }
        }

        /// <summary>The node would try it for ever, while its process looks ready.</summary>
        private IEnumerable<string> ConnectionErrors(string name)
        {
            if (string.IsNullOrWhiteSpace(name))
                yield break;
            if (configuration.GetConnectionString(name) is not { Length: > 0 } text)
                yield return $"{Section}:{nameof(ConnectionName)} is '{name}', and there is no such connection string: set ConnectionStrings__{name}.";
            else if (Unreadable(text) is { } reason)
                yield return $"ConnectionStrings__{name} is no PostgreSQL connection string: {reason}";
        }

        /// <summary>Never with the text: it holds a password.</summary>
        private static string? Unreadable(string text)
        {
            try
            {
                _ = new NpgsqlConnectionStringBuilder(text);
                return null;
            }
            catch (ArgumentException exception)
            {
                return exception.Message;
            }
        }

        private static IEnumerable<string> StopErrors(JobsOptions options, TimeSpan shutdownTimeout)
        {
            // Without the goodbye: a node that is cut there has no job any more.
            var sum = options.DrainLimit + options.CancelLimit + JobsService.LastWriteLimit;
            if (shutdownTimeout == Timeout.InfiniteTimeSpan || sum <= shutdownTimeout)
                yield break;
            yield return "The host stops before the queue has: "
                + $"{Section}:{nameof(DrainLimit)} {Seconds(options.DrainLimit)} + {Section}:{nameof(CancelLimit)} {Seconds(options.CancelLimit)} + "
                + $"last writes {Seconds(JobsService.LastWriteLimit)} = {Seconds(sum)}, and {nameof(HostOptions)}.{nameof(HostOptions.ShutdownTimeout)} is "
                + $"{Seconds(shutdownTimeout)}. What still runs then would count as crashed: raise {nameof(HostOptions.ShutdownTimeout)} to {Seconds(sum)}, "
                + $"or lower {Section}:{nameof(DrainLimit)}.";
        }

        private static string Seconds(TimeSpan value) => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds} s");
    }
}
