using Npgsql;
using Spade.Rehearsal.Load;
using Spade.Rehearsal.Recording;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets.Data;
using Spade.Rehearsal.Targets.Lives;

namespace Spade.Rehearsal.Targets.Local;

/// <summary>Spade on this machine, watched from outside and, at the end, in its database.</summary>
internal sealed class LocalTarget(
    ILocalSystem system, LifeBook lives, TimeSpan balancerLag, int seed, Journal journal, TimeProvider time) : ITarget
{
    private readonly CancellationTokenSource _end = new();
    private readonly LocalSteps _steps = new(system, lives, seed, time);
    private ReplicaBalancer? _balancer;
    private NpgsqlDataSource? _database;
    private QueueWatch? _queue;
    private Task _watching = Task.CompletedTask;

    public string Name => balancerLag > TimeSpan.Zero
        ? $"{system.Name}, behind a balancer that lags {ScheduleTime.Text(balancerLag)}"
        : system.Name;

    public IReadOnlySet<string> Unseen { get; } = new HashSet<string>();

    public string? Objection(Schedule schedule) => null;

    public async Task<TargetFacts> StartAsync(CancellationToken cancellationToken)
    {
        _balancer = new ReplicaBalancer(lives, balancerLag, time);
        await system.StartAsync(cancellationToken);
        _database = NpgsqlDataSource.Create($"{system.ConnectionString};Application Name=spade-rehearsal;Maximum Pool Size=3;Timeout=5");
        _queue = new QueueWatch(_database, lives, journal, time);
        _watching = Task.Run(() => _queue.RunAsync(_end.Token), CancellationToken.None);
        var server = new LoadServer(_balancer.Address, ReplicaOf: _balancer.ReplicaOf) { Http2Address = _balancer.Http2Address };
        return new TargetFacts(server, HasDocuments: true)
        {
            Versions = system.Versions,
            Budgets = system.Budgets,
            // A worker's default.
            PagesInFlight = Environment.ProcessorCount,
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
        if (_database is not null)
            await _database.DisposeAsync();
        if (_balancer is not null)
            await _balancer.DisposeAsync();
        await system.DisposeAsync();
        await lives.DisposeAsync();
        _end.Dispose();
    }
}
