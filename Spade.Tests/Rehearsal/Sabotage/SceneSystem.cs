using Npgsql;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets;
using Spade.Rehearsal.Targets.Lives;
using Spade.Rehearsal.Targets.Local;
using Spade.Rehearsal.Targets.Versions;
using Spade.ServiceDefaults.Budgets;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Rehearsal.Sabotage;

/// <summary>The system of a scene: the services that the tests were built with, as processes over a database of the test. It states its
/// budgets, and keeps them unless the scene says otherwise.</summary>
internal sealed class SceneSystem : ILocalSystem
{
    private readonly Scene _scene;
    private readonly LifeBook _lives;
    private readonly Journal _journal;
    private readonly VersionReplicas _replicas;

    internal SceneSystem(Scene scene, string connectionString, string logs, LifeBook lives, Journal journal, TimeProvider time)
    {
        (_scene, _lives, _journal, ConnectionString) = (scene, lives, journal, connectionString);
        Budgets = new Dictionary<string, ServiceBudget>
        {
            [ServiceNames.Api] = StatedBudget.Of(scene.StatedApi), [ServiceNames.Worker] = StatedBudget.Of(ServiceBudgets.Worker),
        };
        var kept = Budgets.ToDictionary(
            budget => budget.Key, budget => scene.Grace is { } grace ? budget.Value with { Grace = grace.TotalSeconds } : budget.Value);
        _replicas = new VersionReplicas(
            kept, (service, version) => new VersionStart(ProgramsOf(version), EnvironmentOf(service)), logs, lives, time);
    }

    public string Name => "a small system of the tests";

    public string ConnectionString { get; }

    public IReadOnlyDictionary<string, string> Versions =>
        ServiceNames.All.ToDictionary(service => service, _ => ProgramsOf(StepVersion.Old).Name);

    public IReadOnlyDictionary<string, ServiceBudget> Budgets { get; }

    public int DatabaseProcessId => throw new TargetException("The tests share their PostgreSQL.");

    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _replicas.StartAsync(ServiceNames.Api, _scene.Apis, StepVersion.Old, cancellationToken),
        _replicas.StartAsync(ServiceNames.Worker, _scene.Workers, StepVersion.Old, cancellationToken));

    public Task RollAsync(string service, StepVersion? version, CancellationToken cancellationToken) =>
        _replicas.RollAsync(service, version, cancellationToken);

    public Task StopReplicaAsync(string replica, CancellationToken cancellationToken) => _replicas.StopAsync(replica, cancellationToken);

    public Task StartReplicaAsync(string replica, CancellationToken cancellationToken) =>
        _replicas.StartAgainAsync(replica, cancellationToken);

    public string? IdleReplica(string service) => _replicas.Idle(service);

    public Task RestartDatabaseAsync(CancellationToken cancellationToken) =>
        throw new TargetException("The tests share their PostgreSQL.");

    public async Task MigrateAsync(StepVersion version, CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(ConnectionString);
        await _scene.Migration!(database, version, _journal);
    }

    /// <summary>Everything has been recorded, so nothing is waited for.</summary>
    public ValueTask DisposeAsync()
    {
        foreach (var life in _lives.All.Where(life => !life.Ended.IsCompleted))
            UnixSignals.Send(life.ProcessId, UnixSignal.SIGKILL);
        return _replicas.DisposeAsync();
    }

    private static VersionPrograms ProgramsOf(StepVersion version) =>
        new(version, BuildOutput.Of("Spade.Api"), BuildOutput.Of("Spade.Worker"));

    private Dictionary<string, string> EnvironmentOf(string service)
    {
        var options = service == ServiceNames.Api ? _scene.Api : _scene.Worker;
        var environment = new Dictionary<string, string>(options.Environment) { ["ConnectionStrings__spadedb"] = ConnectionString };
        if (options.PathPrefix is { } folder)
            environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        return environment;
    }
}
