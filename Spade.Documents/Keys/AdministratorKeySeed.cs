using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Documents.Schema;
using Spade.Documents.Tenants;
using Spade.Jobs.Postgres;
using Spade.Shutdown;

namespace Spade.Documents.Keys;

/// <summary>Adds the first administrator's key.</summary>
internal sealed partial class AdministratorKeySeed(
    NpgsqlDataSource database, KeyRows rows, IOptions<AdministratorKeyOptions> options, ILogger<AdministratorKeySeed> logger) : ISchemaSeed
{
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Key is not { } key)
            return;
        // Read first: a start on a read-only database has nothing to write once the key is there.
        var stored = await rows.FindAsync(key.Prefix, cancellationToken);
        if (stored is null && await AddAsync(key, cancellationToken))
        {
            Log.Added(logger, key.Prefix);
            return;
        }

        stored ??= await rows.FindAsync(key.Prefix, cancellationToken);
        if (stored?.Is(key) == false)
        {
            throw new StartupException(
                $"Access:AdministratorKey begins with {key.Prefix}, as another key does; make a new one, whose first part differs too.");
        }

        if (stored?.IsRevoked == true)
            Log.Revoked(logger, key.Prefix);
    }

    private async Task<bool> AddAsync(KeyText key, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(KeyVerificationSql.AddAdministrator)
            .WithText(key.Prefix).WithBytes(key.Hash()).WithText(TenantName.Default).With(KeyScopes.All.ToArray());
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private static partial class Log
    {
        [LoggerMessage(3302, LogLevel.Information, "Added the administrator's key {Key} of the configuration.")]
        public static partial void Added(ILogger logger, string key);

        [LoggerMessage(3303, LogLevel.Warning,
            "Access:AdministratorKey is the key {Key}, which was revoked and stays so; give another one, or none.")]
        public static partial void Revoked(ILogger logger, string key);
    }
}
