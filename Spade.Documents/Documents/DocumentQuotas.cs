using Npgsql;
using Spade.Documents.Tenants;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Documents;

/// <summary>Holds what a request stores to the quotas of its tenant that PostgreSQL keeps, exactly, whichever replica it reaches.</summary>
/// <remarks>A tenant without such a quota costs no statement. For one that has some, the tenant is locked as the last thing before
/// the commit: everything that such a tenant's other requests and pages wait for is that commit.</remarks>
public sealed class DocumentQuotas(TenantDirectory tenants)
{
    /// <summary>How long the lock may take. As long as an upload's other steps: each of those that are ahead commits.</summary>
    private const int LimitSeconds = 20;

    private TenantQuotas? _quotas;
    private string? _tenant;

    /// <summary>What the tenant uses, as this request has found or left it; null when it did not have to ask.</summary>
    public TenantUse? Use { get; private set; }

    /// <summary>Finds the quotas for this request.</summary>
    /// <param name="tenant">Owner of the document. An operator may start another tenant's document again.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>True when there is one that has to be looked at.</returns>
    internal async ValueTask<bool> FindAsync(string tenant, CancellationToken cancellationToken)
    {
        if (_quotas is null || _tenant != tenant)
            (_quotas, _tenant) = (await tenants.FindAsync(tenant, cancellationToken), tenant);
        return _quotas.LimitDocuments;
    }

    /// <summary>Adds a command that reads what is used. Expects <see cref="FindAsync"/>.</summary>
    internal void AddLook(NpgsqlBatch batch) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DocumentQuotaSql.Use).WithText(_tenant).With(_quotas!.MostToCount));

    /// <summary>Reads the answer of <see cref="AddLook"/>, and refuses a document that has no room, before its bytes are stored for
    /// nothing. Locks nothing, so <see cref="ChargeAsync"/> has the last word.</summary>
    /// <exception cref="QuotaExceededException">There is no room.</exception>
    internal async Task CheckAsync(NpgsqlDataReader reader, long bytes, CancellationToken cancellationToken)
    {
        Use = await ReadAsync(reader, cancellationToken);
        ThrowIfExceeded(Use.WithDocument(bytes), bytes);
    }

    /// <summary>Counts the document that the transaction has stored or started again. The transaction's last statement before its
    /// commit.</summary>
    /// <exception cref="QuotaExceededException">There is no room; the transaction has to be rolled back.</exception>
    internal async Task ChargeAsync(NpgsqlTransaction transaction, long bytes, CancellationToken cancellationToken)
    {
        // Two statements: one that waits for the lock would not see the documents that another has added meanwhile.
        await using var batch = new NpgsqlBatch(transaction.Connection!, transaction)
        {
            Timeout = LimitSeconds,
            BatchCommands = { new NpgsqlBatchCommand(DocumentQuotaSql.Charge).WithText(_tenant).With(bytes) },
        };
        AddLook(batch);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var use = await ReadAsync(reader, cancellationToken);
        Use = use.WithoutDocument(bytes);
        ThrowIfExceeded(use, bytes);
        Use = use;
    }

    private static void ThrowIfExceeded(TenantUse use, long bytes)
    {
        if (use.Exceeded(bytes) is { Count: > 0 } exceeded)
            throw new QuotaExceededException(exceeded);
    }

    private async Task<TenantUse> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        return new TenantUse(
            _quotas!, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3),
            TimeSpan.FromSeconds(reader.GetDouble(4)));
    }
}
