using Spade.Jobs.Client;
using Spade.Jobs.Configuration;
using Spade.Jobs.Fetching;
using Spade.Jobs.Handlers;
using Spade.Jobs.Quarantine;
using Spade.Tests.Infrastructure;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Jobs;

/// <summary>Jobs that have to run alone because three processes crashed during their runs.</summary>
public sealed class QuarantineTests
{
    private const string Other = "other";

    private static readonly JobOutcome Done = new JobOutcome.Completed();

    [Fact]
    public async Task A_job_in_quarantine_runs_alone()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var work = new Workload();
        await using var node = await StartAsync(database, work);
        await node.EnqueueAsync("blocked");
        await work.RunsAsync("blocked");
        var quarantined = await QuarantinedAsync(database, node);
        await Eventually.HoldsAsync("the node makes room", () => Task.FromResult(node.Get<NodeSlots>().IsClosed));
        var late = (await node.EnqueueAsync("late"))!.Value;
        Assert.Equal("retry", await database.StateAsync(quarantined));
        work.Release();
        await database.BecomesAsync(quarantined, "completed");
        await database.BecomesAsync(late, "completed");
        Assert.Equal([0], work.BesideQuarantined);
    }

    [Fact]
    public async Task A_job_in_quarantine_starves_neither_its_queue_nor_itself_while_another_queue_of_its_node_is_busy()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var work = new Workload();
        await using var node = await StartAsync(database, work);
        await EnqueueManyAsync(node, Other, "busy", 5000);
        await work.RunsAsync("busy");
        var quarantined = await QuarantinedAsync(database, node);
        await EnqueueManyAsync(node, JobsNode.Queue, "healthy", 20);
        await Eventually.HoldsAsync(
            "the healthy jobs of the queue complete", () => database.ScalarAsync<bool>(
                "SELECT count(*) = 20 FROM jobs WHERE queue = 'test' AND payload ->> 'name' = 'healthy' AND state = 'completed'"),
            TimeSpan.FromSeconds(20));
        await database.BecomesAsync(quarantined, "completed", TimeSpan.FromSeconds(60));
        Assert.Equal([0], work.BesideQuarantined);
        var done = work.CountOf("busy");
        await Eventually.HoldsAsync("the other queue goes on", () => Task.FromResult(work.CountOf("busy") > done + 10));
    }

    [Fact]
    public async Task Jobs_in_quarantine_in_two_queues_of_a_busy_node_run_alone_one_after_the_other()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var work = new Workload();
        await using var node = await StartAsync(database, work, Hasty);
        await EnqueueManyAsync(node, Other, "busy", 5000);
        await EnqueueManyAsync(node, JobsNode.Queue, "busy", 5000);
        await work.RunsAsync("busy");
        Guid[] quarantined =
        [
            await QuarantinedAsync(database, node), await QuarantinedAsync(database, node, Other),
            await QuarantinedAsync(database, node), await QuarantinedAsync(database, node, Other),
        ];
        foreach (var id in quarantined)
            await database.BecomesAsync(id, "completed", TimeSpan.FromSeconds(60));
        Assert.Equal([0, 0, 0, 0], work.BesideQuarantined);
    }

    [Fact]
    public async Task A_job_that_takes_long_yields_to_make_room_for_one_in_quarantine()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var work = new Workload();
        await using var node = await StartAsync(database, work, Hasty);
        var yielding = (await node.EnqueueAsync("yielding"))!.Value;
        await work.RunsAsync("yielding");
        var quarantined = await QuarantinedAsync(database, node, Other);
        await database.BecomesAsync(quarantined, "completed");
        Assert.Equal([0], work.BesideQuarantined);
        // It goes on and is not asked again.
        await Eventually.HoldsAsync("it runs again", () => Task.FromResult(work.CountOf("yielding") == 2));
        Assert.Equal((0, 1, 0), (
            await database.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", yielding),
            await database.ScalarAsync<int>("SELECT interruptions FROM jobs WHERE id = $1", yielding),
            await database.ScalarAsync<int>("SELECT crashes FROM jobs WHERE id = $1", yielding)));
        work.Release();
        await database.BecomesAsync(yielding, "completed");
    }

    [Fact]
    public async Task A_job_that_ignores_everything_keeps_one_in_quarantine_from_running_alone_but_not_from_running()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var work = new Workload();
        await using var node = await StartAsync(database, work, Hasty);
        await node.EnqueueAsync("blocked");
        await work.RunsAsync("blocked");
        var quarantined = await QuarantinedAsync(database, node);
        await database.BecomesAsync(quarantined, "completed");
        Assert.Equal([1], work.BesideQuarantined);
        await database.BecomesAsync((await node.EnqueueAsync("healthy"))!.Value, "completed");
        work.Release();
    }

    [Fact]
    public async Task One_node_makes_room_for_a_job_in_quarantine_and_the_others_go_on()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var (work, otherWork) = (new Workload(), new Workload());
        await using var one = await StartAsync(database, work, options => options.QuarantineHold = TimeSpan.FromSeconds(30));
        await one.EnqueueAsync("blocked");
        await work.RunsAsync("blocked");
        await using var other = await StartAsync(database, otherWork, options => options.QuarantineHold = TimeSpan.FromSeconds(30));
        // The first node has three free slots.
        for (var n = 0; n < 4; n++)
            await one.EnqueueAsync("blocked");
        await otherWork.RunsAsync("blocked");
        var quarantined = await QuarantinedAsync(database, one);
        JobsNode[] nodes = [one, other];
        await Eventually.HoldsAsync("a node makes room", () => Task.FromResult(nodes.Any(node => node.Get<NodeSlots>().IsClosed)));
        // Deferred for the others but not claimed: a crash of the node now is not counted against the job.
        Assert.True(await database.ScalarAsync<bool>(
            "SELECT state = 'retry' AND crashes = 3 AND start_after > now() + interval '10 s' FROM jobs WHERE id = $1", quarantined));
        Assert.Null(await other.Get<QuarantineStore>().TakeAsync([JobsNode.Queue], TimeSpan.Zero, CancellationToken.None));
        Assert.Single(nodes, node => node.Get<NodeSlots>().IsClosed);
        work.Release();
        otherWork.Release();
        await database.BecomesAsync(quarantined, "completed");
        Assert.Equal([0], [.. work.BesideQuarantined, .. otherWork.BesideQuarantined]);
    }

    [Theory]
    [InlineData("progressing in quarantine", 300)]
    [InlineData("blocked in quarantine", 1)]
    public async Task A_job_in_quarantine_that_makes_progress_or_takes_too_long_no_longer_runs_alone(string name, int limit)
    {
        await using var database = await JobsDatabase.CreateAsync();
        var work = new Workload();
        await using var node = await StartAsync(database, work, options => options.QuarantineAloneLimit = TimeSpan.FromSeconds(limit));
        var quarantined = await QuarantinedAsync(database, node, name: name);
        await work.RunsAsync(name);
        await database.BecomesAsync((await node.EnqueueAsync("healthy"))!.Value, "completed");
        Assert.Equal("active", await database.StateAsync(quarantined));
        work.Release();
        await database.BecomesAsync(quarantined, "completed");
    }

    [Fact]
    public async Task No_node_makes_room_for_a_job_in_quarantine_of_a_paused_queue()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        await node.PauseAsync();
        var quarantined = await QuarantinedAsync(database, node);
        var store = node.Get<QuarantineStore>();
        Assert.Null(await store.TakeAsync([JobsNode.Queue], TimeSpan.Zero, CancellationToken.None));
        await node.Client.ResumeAsync(JobsNode.Queue, CancellationToken.None);
        Assert.Equal(quarantined, (await store.TakeAsync([JobsNode.Queue], TimeSpan.Zero, CancellationToken.None))?.Id);
    }

    private static Task<JobsNode> StartAsync(
        JobsDatabase database, Workload work, Action<JobsOptions>? configure = null) => JobsNode.StartAsync(
        database,
        work.RunAsync,
        configure: options =>
        {
            options.ScanInterval = TimeSpan.FromMilliseconds(200);
            options.QuarantinePatience = TimeSpan.FromMilliseconds(500);
            configure?.Invoke(options);
        },
        more: jobs => jobs.AddHandler<Work, WorkHandler>(Other, options => options.Concurrency = 2));

    private static void Hasty(JobsOptions options)
    {
        options.QuarantinePatience = TimeSpan.FromMilliseconds(100);
        options.QuarantineHold = TimeSpan.FromMilliseconds(100);
    }

    private static async Task<Guid> QuarantinedAsync(
        JobsDatabase database, JobsNode node, string queue = JobsNode.Queue, string name = "quarantined")
    {
        var options = new JobOptions { StartAfter = TimeSpan.FromHours(1) };
        var id = (await node.Client.EnqueueAsync(queue, new Work(name), options, CancellationToken.None))!.Value;
        await database.CrashAsync(id, times: 3);
        return id;
    }

    private static Task<IReadOnlyList<Guid>> EnqueueManyAsync(JobsNode node, string queue, string name, int count) =>
        node.Client.EnqueueManyAsync(queue, Enumerable.Repeat(new Work(name), count).ToList(), null, CancellationToken.None);

    /// <summary>What jobs do, by their names, and how many ran beside those in quarantine.</summary>
    private sealed class Workload
    {
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();
        private readonly Dictionary<string, int> _runs = [];
        private readonly List<int> _besideQuarantined = [];
        private int _running;
        private bool _quarantinedRuns;

        /// <summary>For each job in quarantine, the number of jobs that ran at any time during its run.</summary>
        public IReadOnlyList<int> BesideQuarantined
        {
            get
            {
                lock (_lock)
                    return [.. _besideQuarantined];
            }
        }

        public void Release() => _release.TrySetResult();

        public int CountOf(string name)
        {
            lock (_lock)
                return _runs.GetValueOrDefault(name);
        }

        public Task RunsAsync(string name) =>
            Eventually.HoldsAsync($"{name} runs", () => Task.FromResult(CountOf(name) > 0));

        public async Task<JobOutcome> RunAsync(JobContext<Work> job, CancellationToken cancellationToken)
        {
            var name = job.Payload.Name;
            Begin(name);
            var outcome = await OutcomeAsync(name, job, cancellationToken);
            End(name);
            return outcome;
        }

        private async Task<JobOutcome> OutcomeAsync(string name, JobContext<Work> job, CancellationToken cancellationToken)
        {
            switch (name)
            {
                case "busy" or "quarantined":
                    await Pause.ForAsync(TimeSpan.FromMilliseconds(50), cancellationToken);
                    cancellationToken.ThrowIfCancellationRequested();
                    return Done;
                case "progressing in quarantine":
                    await job.CheckpointAsync((_, _) => Task.CompletedTask, cancellationToken);
                    await _release.Task.WaitAsync(cancellationToken);
                    return Done;
                case "blocked" or "blocked in quarantine":
                    await _release.Task.WaitAsync(cancellationToken);
                    return Done;
                case "yielding":
                    await _release.Task.WaitAsync(job.Shutdown).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    return _release.Task.IsCompleted ? Done : new JobOutcome.Yielded();
                default:
                    return Done;
            }
        }

        private void Begin(string name)
        {
            lock (_lock)
            {
                _runs[name] = _runs.GetValueOrDefault(name) + 1;
                if (name == "quarantined")
                {
                    _quarantinedRuns = true;
                    _besideQuarantined.Add(_running);
                }
                else if (_quarantinedRuns)
                {
                    _besideQuarantined[^1]++;
                }
                _running++;
            }
        }

        private void End(string name)
        {
            lock (_lock)
            {
                _running--;
                _quarantinedRuns &= name != "quarantined";
            }
        }
    }
}
