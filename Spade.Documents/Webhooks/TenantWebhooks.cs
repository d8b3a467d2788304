using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Webhooks;

/// <summary>The receiver and the secret of a tenant: columns of <c>tenants</c>.</summary>
public sealed class TenantWebhooks(NpgsqlDataSource database)
{
    private const string HasSecret = "SELECT EXISTS (SELECT FROM tenants WHERE name = $1 AND webhook_secret IS NOT NULL)";

    /// <summary>$1 tenant, $2 receiver, $3 a secret for a tenant that has none, $4 true to take that secret in any case. Tells whether the
    /// secret was taken.</summary>
    private const string Set =
        """
        INSERT INTO tenants (name, webhook_url, webhook_secret) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO UPDATE SET webhook_url = $2,
            webhook_secret = CASE WHEN $4 THEN $3 ELSE coalesce(tenants.webhook_secret, $3) END
        RETURNING webhook_secret = $3
        """;

    /// <summary>True when the tenant's events can be signed.</summary>
    public async Task<bool> HasSecretAsync(string tenant, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(HasSecret).WithText(tenant);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Sets the receiver of a tenant's events, and its secret.</summary>
    /// <param name="tenant">The tenant; it need not have a row yet.</param>
    /// <param name="url">The receiver of all its events; null for none.</param>
    /// <param name="secret">The new secret; null to keep the present one, or to make one if there is none.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>The secret if it is new, else null: an old one is not shown again.</returns>
    public async Task<byte[]?> SetAsync(string tenant, Uri? url, byte[]? secret, CancellationToken cancellationToken)
    {
        var offered = secret ?? WebhookSecret.Generate();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(Set)
            .WithText(tenant).WithText(url?.AbsoluteUri).WithBytes(offered).With(secret is not null);
        return await command.ExecuteScalarAsync(cancellationToken) is true ? offered : null;
    }
}
