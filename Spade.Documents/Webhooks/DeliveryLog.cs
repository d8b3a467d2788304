using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Documents.Tenants;
using Spade.Jobs.Client;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Webhooks;

/// <summary>The log of deliveries. It shows those of the caller's tenant, and no others: to a caller, another tenant's delivery does not
/// exist.</summary>
/// <remarks>SQL instead of the model, because the time of the next attempt is a column of the queue.</remarks>
public sealed class DeliveryLog(NpgsqlDataSource database, TenantScope scope, JobClient jobs, IOptions<WebhookOptions> options)
{
    /// <summary>Lists deliveries, newest first.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="documentId">Only those about this document; null for all.</param>
    /// <param name="after">Where an earlier list ended; null for the start.</param>
    /// <param name="limit">Most deliveries to return.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<DeliveryView>> ListAsync(
        string? state, string? documentId, DeliveryPosition? after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var sql = DeliverySql.List(
            byState: state is not null, byDocument: documentId is not null, isNextPage: after is not null,
            ofTenant: scope.Limit is not null);
        await using var command = connection.Command(sql)
            .WithText(state).WithText(documentId).With(after?.CreatedAt.UtcDateTime).With(after?.Id).With(limit).WithText(scope.Limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var deliveries = new List<DeliveryView>();
        while (await reader.ReadAsync(cancellationToken))
            deliveries.Add(Delivery(reader));
        return deliveries;
    }

    /// <summary>Finds a delivery with its body and its attempts; null when there is none.</summary>
    public async Task<DeliveryDetails?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(DeliverySql.Find).With(id).WithText(scope.Limit),
                new NpgsqlBatchCommand(DeliverySql.Attempts).With(id),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var (delivery, payload) = (Delivery(reader), reader.GetString(10));
        await reader.NextResultAsync(cancellationToken);
        var attempts = new List<AttemptView>();
        while (await reader.ReadAsync(cancellationToken))
            attempts.Add(Attempt(reader));
        return new DeliveryDetails(delivery, payload, attempts);
    }

    /// <summary>Sends an event again that was delivered or has failed, with the same id and body and all its retries.</summary>
    public async Task<RepeatedDelivery> SendAgainAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var hold = transaction.Command(DeliverySql.Hold).With(id).WithText(scope.Limit);
        if (await hold.ExecuteScalarAsync(cancellationToken) is not string tenant)
            return RepeatedDelivery.Unknown;
        await using var look = transaction.Command(DeliverySql.IsUnderWay).With(id);
        if (await look.ExecuteScalarAsync(cancellationToken) is true)
            return RepeatedDelivery.NotEnded;
        var job = await jobs.EnqueueAsync(
            DeliverWebhook.Queue, new DeliverWebhook(id), options.Value.JobOf(tenant), transaction, cancellationToken);
        await using (var start = transaction.Command(DeliverySql.SendAgain).With(id).With(job))
            await start.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        jobs.Wake(DeliverWebhook.Queue);
        return RepeatedDelivery.Started;
    }

    private static DeliveryView Delivery(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Tenant = reader.GetString(1),
        DocumentId = reader.GetString(2),
        Type = reader.GetString(3),
        Url = reader.GetString(4),
        State = reader.GetString(5),
        CreatedAt = reader.GetDateTime(6),
        EndedAt = Time(reader, 7),
        Attempts = reader.GetInt32(8),
        NextAttemptAt = Time(reader, 9),
    };

    private static AttemptView Attempt(NpgsqlDataReader reader) => new(
        reader.GetInt32(0), reader.GetDateTime(1), TimeSpan.FromMilliseconds(reader.GetInt32(2)),
        reader.IsDBNull(3) ? null : reader.GetInt32(3), reader.IsDBNull(4) ? null : reader.GetString(4));

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetDateTime(column);
}
