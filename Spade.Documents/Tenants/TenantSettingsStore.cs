using Npgsql;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Tenants;

/// <summary>What operators set for tenants. A tenant needs no settings: it begins with its first key.</summary>
public sealed class TenantSettingsStore(NpgsqlDataSource database, INotifications notifications)
{
    /// <summary>Tenants for which something was set, or that have a key which is accepted, in the order of their names.</summary>
    /// <param name="after">Only names after this one; null for the start.</param>
    /// <param name="limit">Most tenants to return.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<TenantDetails>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        await using var list = database.CreateCommand(TenantSettingsSql.List).WithText(after).With(limit);
        return await ReadAsync(list, cancellationToken);
    }

    /// <summary>Replaces the limits of a tenant. May be repeated.</summary>
    /// <returns>The tenant as it is now, and whether nothing was set for it before.</returns>
    /// <exception cref="ArgumentException">The name or a limit is not valid.</exception>
    public async Task<(TenantDetails Tenant, bool IsNew)> SaveAsync(
        string name, TenantSettings settings, CancellationToken cancellationToken)
    {
        if (!TenantName.IsWellFormed(name))
            throw new ArgumentException(TenantName.Rule, nameof(name));
        if (settings.FindFault() is { } fault)
            throw new ArgumentException(fault, nameof(settings));
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var save = transaction.Command(TenantSettingsSql.Save)
            .WithText(name).With(settings.RequestsPerSecond).With(settings.BytesPerDay).With(settings.PagesPerDay)
            .With(settings.MaxQueued);
        var isNew = await save.ExecuteScalarAsync(cancellationToken) is true;
        await using var find = transaction.Command(TenantSettingsSql.Find).WithText(name);
        var saved = await ReadAsync(find, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        notifications.Publish(TenantNotifications.Topic, name);
        return (saved.Single(), isNew);
    }

    /// <summary>Forgets what was set for a tenant, its receiver of webhooks included, unless it has a key that is accepted. Its documents
    /// stay.</summary>
    public async Task<RemovedTenant> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var removed = await TryRemoveAsync(name, cancellationToken);
        if (removed == RemovedTenant.Done)
            notifications.Publish(TenantNotifications.Topic, name);
        return removed;
    }

    private async Task<RemovedTenant> TryRemoveAsync(string name, CancellationToken cancellationToken)
    {
        await using var remove = database.CreateCommand(TenantSettingsSql.Remove).WithText(name);
        await using var reader = await remove.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetBoolean(0), reader.GetBoolean(1)) switch
        {
            (true, _) => RemovedTenant.InUse,
            (_, true) => RemovedTenant.Done,
            _ => RemovedTenant.Unknown,
        };
    }

    private static async Task<List<TenantDetails>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tenants = new List<TenantDetails>();
        while (await reader.ReadAsync(cancellationToken))
            tenants.Add(TenantOf(reader));
        return tenants;
    }

    private static TenantDetails TenantOf(NpgsqlDataReader row) => new(
        row.GetString(0),
        new TenantSettings(ValueOf<int>(row, 1), ValueOf<long>(row, 2), ValueOf<long>(row, 3), ValueOf<int>(row, 4)),
        row.IsDBNull(5) ? null : row.GetString(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), ValueOf<DateTimeOffset>(row, 9));

    private static T? ValueOf<T>(NpgsqlDataReader row, int column) where T : struct =>
        row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
