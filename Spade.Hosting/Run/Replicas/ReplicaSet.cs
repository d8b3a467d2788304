using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Lifecycle;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>A project or a program: all its replicas, told as one resource. A Deployment's part in Kubernetes.</summary>
/// <remarks>Its life ends with the AppHost's and not with its last process: a command may start them again.</remarks>
internal sealed class ReplicaSet : ResourceLife
{
    private readonly Lock _lock = new();
    private readonly ReplicaTools _tools;
    private readonly ReplicaReadiness _readiness;
    private readonly int _wanted;
    private readonly AsyncLocal<bool> _isTelling = new();
    private ImmutableList<Replica> _replicas = [];
    private Action? _endHealth;
    private Task _health = Task.CompletedTask;
    private Task _telling = Task.CompletedTask;
    private bool _hasStarted;
    private bool _isEnding;

    internal ReplicaSet(IResource resource, ReplicaTools tools) : base(resource, tools.Run)
    {
        _tools = tools;
        _wanted = ReplicaAnnotation.CountOf(resource);
        _readiness = new(resource, _wanted);
        Commands = new(this, tools.Run);
    }

    /// <summary>What can be done to it while it runs.</summary>
    internal LifecycleCommands Commands { get; }

    /// <summary>Cancelled when the AppHost ends.</summary>
    internal CancellationToken Stopping { get; private set; }

    /// <summary>The replicas now, a surge replica and one that is stopping among them.</summary>
    internal ImmutableList<Replica> Replicas => _replicas;

    /// <summary>How many are ready, and how many should be.</summary>
    internal (int Ready, int Wanted) Readiness => (_replicas.Count(replica => replica.IsReady), _wanted);

    /// <summary>Length of the longest name that lines of a resource can bear.</summary>
    internal static int LongestName(IResource resource) =>
        resource.Name.Length + (resource is ProjectResource or ExecutableResource ? ReplicaId.ExtraLength : 0);

    /// <summary>Adds a replica without starting it.</summary>
    internal Replica Add()
    {
        lock (_lock)
        {
            Stopping.ThrowIfCancellationRequested();
            var replica = new Replica(Resource, _tools, Refresh, StoppedToldAsync, Stopping);
            _replicas = _replicas.Add(replica);
            return replica;
        }
    }

    /// <summary>Forgets a replica that has ended.</summary>
    internal void Remove(Replica replica)
    {
        lock (_lock)
            _replicas = _replicas.Remove(replica);
        replica.Doors.GiveBack();
        Refresh();
    }

    protected override IEnumerable<string> HealthKeys => base.HealthKeys.Union(_readiness.Keys);

    protected override async Task LiveAsync(CancellationToken stopping)
    {
        Stopping = stopping;
        try
        {
            for (var i = 0; i < _wanted; i++)
                Add();
            await Task.WhenAll(_replicas.Select(replica => replica.StartAsync(stopping)));
            // Before anybody is told that it runs: whoever waited for that may send a command at once.
            Commands.Open();
            _hasStarted = true;
            Refresh();
            await Task.Delay(Timeout.InfiniteTimeSpan, Tools.Clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await EndAsync();
        }
    }

    private async Task EndAsync()
    {
        var plan = StopPlan.OfInterrupt(Resource);
        // Before the replicas stop: that it is not healthy meanwhile is nobody's surprise.
        lock (_lock)
        {
            _isEnding = true;
            Down();
        }

        await Task.WhenAll(_replicas.Select(replica => replica.StopAsync(plan)));
        await Commands.CloseAsync();
        await _health.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _telling;
    }

    /// <summary>Tells the replicas' states as one.</summary>
    private void Refresh()
    {
        lock (_lock)
        {
            _readiness.Set(_replicas);
            var (state, exitCode) = ReplicaStates.Together(_replicas.ConvertAll(replica => replica.Snapshot));
            // That it runs is told once commands are open; what goes wrong in the first start, by whoever ends the run for it, with the reason.
            if (!_hasStarted)
                return;
            if (state == KnownResourceStates.Running)
                Up();
            else
                Publish(state, exitCode);
        }
    }

    private void Up()
    {
        if (_endHealth is not null || _isEnding)
            return;
        var (earlier, over) = (_health, new CancellationTokenSource());
        _endHealth = over.Cancel;
        _ = PublishRunningAsync();
        _health = Task.Run(
            async () =>
            {
                await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await Tools.Health.WatchAsync(Resource, _readiness, over.Token);
            },
            CancellationToken.None);
    }

    private void Down()
    {
        _endHealth?.Invoke();
        _endHealth = null;
    }

    private void Publish(string state, int? exitCode)
    {
        Down();
        _ = PublishAsync(snapshot => snapshot with { State = state, ExitCode = exitCode });
        // What is told is fixed here; callbacks take their time elsewhere.
        if (KnownResourceStates.TerminalStates.Contains(state) && NoteStopped() is { } last)
            _telling = TellAfterAsync(_telling, last);
    }

    private Task TellAfterAsync(Task earlier, ResourceEvent last) => Task.Run(async () =>
    {
        await earlier;
        _isTelling.Value = true;
        await TellStoppedAsync(last);
    });

    /// <summary>Ends when all who were to be told of the last end have been; at once for a callback of theirs, which may start the resource again.</summary>
    private Task StoppedToldAsync()
    {
        lock (_lock)
            return _isTelling.Value ? Task.CompletedTask : _telling;
    }
}
