using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spade.Hosting;
using Spade.Hosting.Replicas;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets.Lives;

namespace Spade.Rehearsal.Targets.Local;

/// <summary>Spade as a developer runs it: composed by its AppHost, on free ports, with a database of its own that is removed at the
/// end.</summary>
/// <remarks>The AppHost runs in this process, because only there can its resource commands be given and its processes be found without a
/// tool beside it. Services, PostgreSQL and orchestrator are processes of their own in either case.</remarks>
internal sealed class AppHostSystem(
    IReadOnlyDictionary<string, string> settings, string logs, LifeBook lives, TimeProvider time) : ILocalSystem
{
    private const string RollingRestart = "rolling-restart", Postgres = "postgres", Database = "spadedb";

    // The first start migrates the database and, on a cold machine, reads everything from disk.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _data = new();
    private readonly CancellationTokenSource _end = new();
    private IDistributedApplicationTestingBuilder? _builder;
    private DistributedApplication? _application;
    private ReplicaWatch? _watch;
    private Task _watching = Task.CompletedTask;

    public string Name => "the local system, run by its AppHost";

    public string ConnectionString { get; private set; } = "";

    public IReadOnlyDictionary<string, string> Versions { get; private set; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, ServiceBudget> Budgets { get; private set; } = new Dictionary<string, ServiceBudget>();

    public int DatabaseProcessId => _watch!.DatabaseProcessId
        ?? throw new TargetException("PostgreSQL does not run as a process of this machine, so that it cannot be killed.");

    private DistributedApplication Application => _application ?? throw new InvalidOperationException("The AppHost has not been started.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Spade_AppHost>([.. Arguments()], cancellationToken);
            // Its own messages would break the progress display; those of its resources are in the files of the run.
            _builder.Services.AddLogging(logging => logging.ClearProviders());
            var replicas = _builder.Resources.OfType<ReplicatedResource>().ToList();
            var http2 = Http2Endpoints.AddTo(_builder, replicas.Single(service => service.Name == ServiceNames.Api));
            _application = await _builder.BuildAsync(cancellationToken);
            Budgets = replicas.ToDictionary(service => service.Name, service => BudgetOf(service.Replicas[0]));
            Versions = replicas.ToDictionary(
                service => service.Name, service => ProgramVersion.Of(service.Replicas[0].GetProjectMetadata().ProjectPath));
            _watch = new ReplicaWatch(_application, replicas, Versions, http2, lives, logs);
            _watching = _watch.RunAsync(_end.Token);
            await _application.StartAsync(cancellationToken);
            foreach (var service in replicas)
                await HealthyAsync(service.Name, cancellationToken);
            ConnectionString = (await _application.GetConnectionStringAsync(Database, cancellationToken))!;
        }
        catch (Exception exception) when (exception is DistributedApplicationException or TimeoutException)
        {
            throw new TargetException($"The local system does not start: {exception.Message} Its logs are in {logs}.", exception);
        }
    }

    public Task RollAsync(string service, StepVersion? version, CancellationToken cancellationToken) =>
        CommandAsync(service, RollingRestart, cancellationToken);

    public Task StopReplicaAsync(string replica, CancellationToken cancellationToken) =>
        CommandAsync(replica, KnownResourceCommands.StopCommand, cancellationToken);

    public async Task StartReplicaAsync(string replica, CancellationToken cancellationToken)
    {
        // The orchestrator accepts the command only when it has noticed the end of the process.
        await Application.ResourceNotifications.WaitForResourceAsync(
            replica, [.. KnownResourceStates.TerminalStates, KnownResourceStates.NotStarted], cancellationToken)
            .WaitAsync(NoticeLimit, time, cancellationToken);
        await CommandAsync(replica, KnownResourceCommands.StartCommand, cancellationToken);
        await Pace.UntilAsync(
            $"{replica} is ready", () => lives.Current(replica) is { IsServing: true }, StartLimit, time, cancellationToken);
    }

    public string? IdleReplica(string service) => _watch!.Replicas(service).FirstOrDefault(replica => lives.Current(replica) is null);

    public Task RestartDatabaseAsync(CancellationToken cancellationToken) =>
        CommandAsync(Postgres, KnownResourceCommands.RestartCommand, cancellationToken);

    public Task MigrateAsync(StepVersion version, CancellationToken cancellationToken) =>
        throw new TargetException("The local system has one version. --from runs two.");

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            // Services get their grace period, and PostgreSQL ends last.
            await _application.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _application.DisposeAsync();
        }

        if (_builder is not null)
            await _builder.DisposeAsync();
        await _end.CancelAsync();
        // A failure of the watch has been reported when it was waited for.
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        _data.Dispose();
    }

    private IEnumerable<string> Arguments() =>
    [
        $"--postgres:DataFolder={_data.FullPath}", "--AppHost:Console=false",
        $"--Parameters:postgres-password={RandomNumberGenerator.GetHexString(32)}",
        string.Create(CultureInfo.InvariantCulture, $"--Api:Port={FreePort.Take()}"),
        .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
    ];

    private async Task HealthyAsync(string resource, CancellationToken cancellationToken)
    {
        var healthy = Application.ResourceNotifications.WaitForResourceHealthyAsync(resource, cancellationToken)
            .WaitAsync(StartLimit, time, cancellationToken);
        // The watch ends only by an error, without which nothing would be known of the processes.
        await await Task.WhenAny(healthy, _watching);
    }

    private async Task CommandAsync(string resource, string command, CancellationToken cancellationToken)
    {
        // Without the watch, which ends before its time only by an error, nobody would see what the command does.
        if (_watching.IsCompleted)
            await _watching;
        var result = await Application.ResourceCommands.ExecuteCommandAsync(_watch!.IdOf(resource), command, cancellationToken);
        if (!result.Success)
            throw new TargetException($"{resource}: {command} failed: {result.Message}");
    }

    private static ServiceBudget BudgetOf(ProjectResource replica)
    {
        var budget = replica.Annotations.OfType<GracefulShutdownAnnotation>().Last();
        var inFlight = budget.LameDuck + budget.InFlight;
        return new ServiceBudget(
            budget.PreStop.TotalSeconds, budget.LameDuck.TotalSeconds, inFlight.TotalSeconds,
            (inFlight + budget.Close + budget.Margin).TotalSeconds, budget.GracePeriod.TotalSeconds);
    }
}
