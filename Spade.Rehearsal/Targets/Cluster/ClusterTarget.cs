using k8s;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Load;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Schedules;

namespace Spade.Rehearsal.Targets.Cluster;

/// <summary>Spade in a cluster: requests go to its address, and its Deployments are rolled as <c>kubectl rollout restart</c> does. All else
/// is only read.</summary>
internal sealed class ClusterTarget(
    IKubernetes cluster, string space, IReadOnlyList<RolloutName> rollouts, LoadServer server, Journal journal, TimeProvider time) : ITarget
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<Rollout> _rollouts = [.. rollouts.Select(name => new Rollout(cluster, space, name, time))];
    private readonly List<PodWatch> _watches = [];
    private readonly List<Task> _watching = [];

    public string Name => $"{server.Address}, with {string.Join(" and ", rollouts)} in the namespace {space} of a cluster";

    /// <summary>The database is not read, the replica behind an address is not known, and SIGTERM is not seen; the ledger may be closed to
    /// the key.</summary>
    public IReadOnlySet<string> Unseen { get; } = new HashSet<string>
    {
        "unexpected-documents", "duplicates", "repeated-pages", "attempts", "readiness", "lame-duck", "connections", "claims",
        "ledger-rows", "ledger-times", "ledger-work",
    };

    public string? Objection(Schedule schedule) => schedule.Steps
        .Select(step => step.Action != StepAction.RollingRestart
            ? $"A cluster is restarted by rolling restarts only, and step {step.Number} of the schedule '{schedule.Name}' is '{step}'. "
                + "Use the schedule 'rollout', or one of your own."
            : Concerned(step).Count == 0
                ? $"Step {step.Number} of the schedule '{schedule.Name}' is '{step}', and no --rollout names such a Deployment."
                : null)
        .FirstOrDefault(objection => objection is not null);

    public async Task<TargetFacts> StartAsync(CancellationToken cancellationToken)
    {
        var (versions, budgets) = (new Dictionary<string, string>(), new Dictionary<string, ServiceBudget>());
        foreach (var rollout in _rollouts)
        {
            var deployment = await rollout.ReadAsync(cancellationToken);
            versions[rollout.Deployment] = deployment.Spec.Template.Spec.Containers[0].Image;
            if (await rollout.ReadBudgetAsync(deployment, cancellationToken) is { } budget)
                budgets[rollout.Deployment] = budget;
            // The watch tries again for ever, so that what it may not see would only be missing at the end.
            await rollout.CountPodsAsync(deployment, cancellationToken);
            var watch = new PodWatch(cluster, space, rollout.Deployment, Rollout.SelectorOf(deployment), time);
            _watches.Add(watch);
            _watching.Add(Task.Run(() => watch.RunAsync(_end.Token), CancellationToken.None));
        }

        return new TargetFacts(server, HasDocuments: true) { Versions = versions, Budgets = budgets };
    }

    public async Task<string?> DoAsync(Step step, CancellationToken cancellationToken)
    {
        var concerned = Concerned(step);
        await Task.WhenAll(concerned.Select(rollout => rollout.RestartAsync(cancellationToken)));
        return string.Join(", ", concerned.Select(rollout => rollout.Deployment));
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var life in _watches.SelectMany(watch => watch.Lives))
            journal.Add(life);
        await LedgerReader.ReadAsync(server, journal, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_watching);
        cluster.Dispose();
        _end.Dispose();
    }

    /// <summary>The Deployments whose name ends with the step's word; all of them for both.</summary>
    private List<Rollout> Concerned(Step step) => step.Of switch
    {
        StepObject.Api => [.. _rollouts.Where(rollout => rollout.Deployment.EndsWith("api", StringComparison.Ordinal))],
        StepObject.Worker => [.. _rollouts.Where(rollout => rollout.Deployment.EndsWith("worker", StringComparison.Ordinal))],
        _ => _rollouts,
    };
}
