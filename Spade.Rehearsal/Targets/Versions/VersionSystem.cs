using Spade.Rehearsal.History;
using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets.Lives;
using Spade.Rehearsal.Targets.Local;

namespace Spade.Rehearsal.Targets.Versions;

/// <summary>Two versions of Spade over one database. The replicas are plain processes, because an AppHost composes one version; they begin
/// as the old one.</summary>
internal sealed class VersionSystem : ILocalSystem
{
    private const int Replicas = 2;

    private readonly string _reference;
    private readonly string _logs;
    private readonly VersionDatabase _database;
    private readonly VersionReplicas _replicas;
    private VersionPrograms? _old, _new;

    internal VersionSystem(string reference, VersionSettings settings, string logs, LifeBook lives, TimeProvider time)
    {
        (_reference, _logs, Budgets) = (reference, logs, settings.Budgets);
        _database = new VersionDatabase(time);
        _replicas = new VersionReplicas(
            Budgets, (service, version) => new VersionStart(ProgramsOf(version), EnvironmentOf(settings.VariablesOf(service))), logs, lives,
            time);
    }

    public string Name => $"two versions over one database: this clone's, and {_reference}";

    public string ConnectionString => _database.ConnectionString;

    public IReadOnlyDictionary<string, string> Versions => new Dictionary<string, string>
    {
        [StepWords.WordOf(StepVersion.Old)] = _old!.Name, [StepWords.WordOf(StepVersion.New)] = _new!.Name,
    };

    public IReadOnlyDictionary<string, ServiceBudget> Budgets { get; }

    public int DatabaseProcessId => _database.ProcessId;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var build = new VersionBuild(
            RepositoryRoot.Find() ?? throw new TargetException("--from needs the clone that the rehearsal was built in."));
        (_old, _new) = (await build.OfAsync(_reference, cancellationToken), build.Current());
        Directory.CreateDirectory(_logs);
        await _database.StartAsync(cancellationToken);
        // The first process of all would otherwise migrate while the others wait for it.
        await MigrateAsync(StepVersion.Old, cancellationToken);
        await Task.WhenAll(ServiceNames.All.Select(
            service => _replicas.StartAsync(service, Replicas, StepVersion.Old, cancellationToken)));
    }

    public Task RollAsync(string service, StepVersion? version, CancellationToken cancellationToken) =>
        _replicas.RollAsync(service, version, cancellationToken);

    public Task StopReplicaAsync(string replica, CancellationToken cancellationToken) => _replicas.StopAsync(replica, cancellationToken);

    public Task StartReplicaAsync(string replica, CancellationToken cancellationToken) =>
        _replicas.StartAgainAsync(replica, cancellationToken);

    public string? IdleReplica(string service) => _replicas.Idle(service);

    public Task RestartDatabaseAsync(CancellationToken cancellationToken) => _database.RestartAsync(cancellationToken);

    public async Task MigrateAsync(StepVersion version, CancellationToken cancellationToken)
    {
        var programs = ProgramsOf(version);
        var run = await CommandRun.OfAsync(
            "dotnet", [programs.Worker, "migrate"], cancellationToken, Path.GetDirectoryName(programs.Worker),
            EnvironmentOf(new Dictionary<string, string>()));
        if (run.ExitCode != 0)
            throw new TargetException($"The migrations of the {StepWords.WordOf(version)} version failed: {run.LastLines}");
    }

    public async ValueTask DisposeAsync()
    {
        await _replicas.DisposeAsync();
        await _database.DisposeAsync();
    }

    private VersionPrograms ProgramsOf(StepVersion version) => (version == StepVersion.Old ? _old : _new)!;

    private Dictionary<string, string> EnvironmentOf(IReadOnlyDictionary<string, string> variables) =>
        new(variables) { ["ConnectionStrings__spadedb"] = ConnectionString };
}
