using System.Collections.Concurrent;
using System.Globalization;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets.Lives;
using Spade.Rehearsal.Targets.Local;

namespace Spade.Rehearsal.Targets.Versions;

/// <summary>Two versions of Spade over one database. The replicas are plain processes, because an AppHost composes one version; they begin
/// as the old one.</summary>
internal sealed class VersionSystem(
    string reference, VersionSettings settings, string logs, LifeBook lives, TimeProvider time) : ILocalSystem
{
    private const int Replicas = 2;

    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(2);

    private readonly VersionDatabase _database = new(time);
    private readonly ConcurrentDictionary<string, VersionProcess> _processes = new();
    private VersionPrograms? _old, _new;

    public string Name => $"two versions over one database: this clone's, and {reference}";

    public string ConnectionString => _database.ConnectionString;

    public IReadOnlyDictionary<string, string> Versions => new Dictionary<string, string>
    {
        [StepWords.WordOf(StepVersion.Old)] = _old!.Name, [StepWords.WordOf(StepVersion.New)] = _new!.Name,
    };

    public IReadOnlyDictionary<string, ServiceBudget> Budgets { get; } = settings.Budgets;

    public int DatabaseProcessId => _database.ProcessId;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var build = new VersionBuild(
            RepositoryRoot.Find() ?? throw new TargetException("--from needs the clone that the rehearsal was built in."));
        (_old, _new) = (await build.OfAsync(reference, cancellationToken), build.Current());
        Directory.CreateDirectory(logs);
        await _database.StartAsync(cancellationToken);
        // The first process of all would otherwise migrate while the others wait for it.
        await MigrateAsync(StepVersion.Old, cancellationToken);
        await Task.WhenAll(
            from service in ServiceNames.All
            from number in Enumerable.Range(1, Replicas)
            select StartAsync(NameOf(service, number), service, StepVersion.Old, cancellationToken));
    }

    public async Task RollAsync(string service, StepVersion? version, CancellationToken cancellationToken)
    {
        foreach (var life in lives.Running(service))
        {
            var old = _processes[life.Replica];
            await StartAsync(IdleReplica(service)!, service, version ?? old.Version, cancellationToken);
            await StopReplicaAsync(life.Replica, cancellationToken);
        }
    }

    public Task StopReplicaAsync(string replica, CancellationToken cancellationToken)
    {
        var process = _processes[replica];
        return process.StopAsync(Budgets[process.Life.Service], lives, time, cancellationToken);
    }

    public Task StartReplicaAsync(string replica, CancellationToken cancellationToken)
    {
        var ended = _processes[replica];
        return StartAsync(replica, ended.Life.Service, ended.Version, cancellationToken);
    }

    /// <summary>As many as are wanted, and one more for the time in which a replica is replaced.</summary>
    public string? IdleReplica(string service) => Enumerable.Range(1, Replicas + 1).Select(number => NameOf(service, number))
        .FirstOrDefault(replica => lives.Current(replica) is null);

    public Task RestartDatabaseAsync(CancellationToken cancellationToken) => _database.RestartAsync(cancellationToken);

    public async Task MigrateAsync(StepVersion version, CancellationToken cancellationToken)
    {
        var programs = ProgramsOf(version);
        var run = await CommandRun.OfAsync(
            "dotnet", [programs.Worker, "migrate"], cancellationToken, Path.GetDirectoryName(programs.Worker),
            new Dictionary<string, string> { ["ConnectionStrings__spadedb"] = ConnectionString });
        if (run.ExitCode != 0)
            throw new TargetException($"The migrations of the {StepWords.WordOf(version)} version failed: {run.LastLines}");
    }

    public async ValueTask DisposeAsync()
    {
        // Together, and with their grace: an interrupted rehearsal leaves no page half read either.
        await Task.WhenAll(_processes.Values.Where(process => !process.Life.Ended.IsCompleted)
            .Select(process => process.StopAsync(Budgets[process.Life.Service] with { PreStop = 0 }, lives, time, CancellationToken.None)));
        foreach (var process in _processes.Values)
            await process.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task StartAsync(string replica, string service, StepVersion version, CancellationToken cancellationToken)
    {
        if (_processes.TryRemove(replica, out var ended))
            await ended.DisposeAsync();
        var variables = new Dictionary<string, string>(settings.VariablesOf(service))
        {
            ["ConnectionStrings__spadedb"] = ConnectionString, ["OTEL_SERVICE_NAME"] = service,
        };
        var process = VersionProcess.Start(replica, service, ProgramsOf(version), variables, logs, lives);
        _processes[replica] = process;
        var name = $"{replica} of the {StepWords.WordOf(version)} version";
        try
        {
            await Pace.UntilAsync(
                $"{name} is ready", () => process.Life.IsReady || process.Life.Ended.IsCompleted, ReadyLimit, time, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            // Otherwise it would count as a replica that runs, and the next roll would have no place for its own.
            await process.KillAsync();
            throw new TargetException($"{exception.Message} Its log is in {logs}.", exception);
        }

        if (process.Life.Ended.IsCompleted)
            throw new TargetException($"{name} ended before it was ready. Its log is in {logs}.");
    }

    private VersionPrograms ProgramsOf(StepVersion version) => (version == StepVersion.Old ? _old : _new)!;

    private static string NameOf(string service, int number) => string.Create(CultureInfo.InvariantCulture, $"{service}-{number}");
}
