using Npgsql;
using Spade.Rehearsal.Load;
using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets.Data;
using Spade.Rehearsal.Targets.Lives;

namespace Spade.Rehearsal.Targets.Local;

/// <summary>Spade on this machine, watched from outside and, at the end, in its database.</summary>
internal sealed class LocalTarget(
    ILocalSystem system, LifeBook lives, TimeSpan balancerLag, int seed, Journal journal, TimeProvider time) : ITarget
{
    private static readonly TimeSpan BalancerLimit = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _end = new();
    private readonly LocalSteps _steps = new(system, lives, seed, time);
    private ReplicaBalancer? _balancer;
    private NpgsqlDataSource? _database;
    private QueueWatch? _queue;
    private Task _watching = Task.CompletedTask;

    public string Name => balancerLag > TimeSpan.Zero
        ? $"{system.Name}, behind a balancer that lags {ScheduleTime.Text(balancerLag)}"
        : system.Name;

    /// <summary>How many pages a worker recognises at once. Default: what a worker does by itself, one for each processor.</summary>
    internal int PagesInFlight { get; init; } = Environment.ProcessorCount;

    public IReadOnlySet<string> Unseen { get; } = new HashSet<string>();

    public string? Objection(Schedule schedule) => null;

    public async Task<TargetFacts> StartAsync(CancellationToken cancellationToken)
    {
        _balancer = new ReplicaBalancer(lives, balancerLag, time);
        await StartSystemAsync(cancellationToken);
        _database = NpgsqlDataSource.Create($"{system.ConnectionString};Application Name=spade-rehearsal;Maximum Pool Size=3;Timeout=5");
        _queue = new QueueWatch(_database, lives, journal, time);
        _watching = Task.Run(() => _queue.RunAsync(_end.Token), CancellationToken.None);
        var server = new LoadServer(_balancer.Address, ReplicaOf: _balancer.ReplicaOf) 
        {
            Http2Address = lives.All.Any(life => life.Http2Address is not null) ? _balancer.Http2Address : null,
        };
        return new TargetFacts(server, HasDocuments: true)
        {
            Versions = system.Versions,
            Budgets = system.Budgets,
            PagesInFlight = PagesInFlight,
        };
    }

    public Task<string?> DoAsync(Step step, CancellationToken cancellationToken) => _steps.DoAsync(step, cancellationToken);

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _end.CancelAsync();
        await _watching;
        lives.Write(journal);
        await StoredRows.WriteAsync(_database!, _queue!, journal, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        try
        {
            if (_database is not null)
                await _database.DisposeAsync();
            if (_balancer is not null)
                await _balancer.DisposeAsync();
        }
        finally
        {
            // Whatever else fails, its processes end.
            await system.DisposeAsync();
            await lives.DisposeAsync();
            _end.Dispose();
        }
    }

    /// <summary>Returns when requests can come: the balancer finds out later than the system that a replica is ready.</summary>
    private async Task StartSystemAsync(CancellationToken cancellationToken)
    {
        try
        {
            await system.StartAsync(cancellationToken);
            await Pace.UntilAsync(
                "the balancer uses every API",
                () => lives.Running(ServiceNames.Api) is { Count: > 0 } apis && apis.All(life => life.IsServing),
                BalancerLimit, time, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TargetException($"{system.Name} does not start: {exception.Message}", exception);
        }
    }
}
