using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Tenants;

/// <summary>The quotas of every tenant, as this process knows them: read from the database when they are needed and older than
/// <see cref="MaxAge"/>, or when a notification says that one has changed.</summary>
public sealed class TenantDirectory : IDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly QuotaOptions _defaults;
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;
    private readonly Lock _lock = new();
    private int _change;
    private Snapshot? _known;
    private Task<Snapshot>? _reading;

    /// <summary>Creates it; it reads nothing yet.</summary>
    public TenantDirectory(
        NpgsqlDataSource database, INotifications notifications, IOptions<QuotaOptions> defaults, TimeProvider time)
    {
        (_database, _defaults, _time) = (database, defaults.Value, time);
        _subscription = notifications.Subscribe(TenantNotifications.Topic, _ => Interlocked.Increment(ref _change));
    }

    /// <summary>The longest time for which a change that no notification has told of is not heeded. The same as for keys.</summary>
    public static TimeSpan MaxAge { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The quotas of a tenant. A request that has to read waits for the database, and fails when it is away.</summary>
    public async ValueTask<TenantQuotas> FindAsync(string tenant, CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _known);
        if (known is null || known.Change != Volatile.Read(ref _change) || _time.GetElapsedTime(known.ReadAt) >= MaxAge)
            known = await ReadOnceAsync().WaitAsync(cancellationToken);
        return known.Quotas.GetValueOrDefault(tenant) ?? known.Defaults;
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();

    // Requests that come meanwhile wait for the same statement.
    private Task<Snapshot> ReadOnceAsync()
    {
        lock (_lock)
            return _reading is { IsCompleted: false } reading ? reading : _reading = ReadAsync();
    }

    private async Task<Snapshot> ReadAsync()
    {
        // Taken before the statement: a change or an age that begins during it counts.
        var (change, readAt) = (Volatile.Read(ref _change), _time.GetTimestamp());
        var quotas = new Dictionary<string, TenantQuotas>(StringComparer.Ordinal);
        var defaults = new TenantQuotas(
            _defaults.RequestsPerSecond, _defaults.BytesPerDay, _defaults.PagesPerDay, _defaults.MaxQueued);
        await using var command = _database.CreateCommand(TenantSql.Quotas)
            .With(defaults.RequestsPerSecond).With(defaults.BytesPerDay).With(defaults.PagesPerDay).With(defaults.MaxQueued);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            quotas.Add(
                reader.GetString(0), new TenantQuotas(reader.GetInt32(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt32(4)));
        }

        var known = new Snapshot(quotas, defaults, change, readAt);
        Volatile.Write(ref _known, known);
        return known;
    }

    private sealed record Snapshot(IReadOnlyDictionary<string, TenantQuotas> Quotas, TenantQuotas Defaults, int Change, long ReadAt);
}
