using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Spade.Api.Sessions;

/// <summary>Data Protection's key ring, with which every replica protects cookies and anti-forgery tokens. It lies in the database, and is
/// read when the first session needs it: a start does not wait for it.</summary>
internal sealed class KeyRing(
    IKeyManager keys, IDataProtectionProvider protection, IOptions<KeyManagementOptions> options, NpgsqlDataSource database,
    TimeProvider time) : IDisposable
{
    /// <summary>Key of the advisory lock: "ring" in ASCII.</summary>
    private const long LockKey = 0x72696e67;

    /// <summary>How far the clocks of two replicas may be apart, as Data Protection itself allows.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile bool _isOpen;

    /// <summary>Reads the ring once, and makes its first key if there is none.</summary>
    /// <remarks>Whatever unprotects a cookie takes a ring that cannot be read for a wrong cookie, and would sign people out. Here the
    /// database's absence is an error of its own.</remarks>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return;
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_isOpen)
                return;
            await EnsureKeyAsync(cancellationToken);
            protection.CreateProtector(nameof(KeyRing)).Protect([]);
            _isOpen = true;
        }
        finally
        {
            _opening.Release();
        }
    }

    public void Dispose() => _opening.Dispose();

    // Two replicas that both found no key would make one each, and know only their own for a day. Keys that follow are made days before
    // they are used, when every replica has read the ring again.
    private async Task EnsureKeyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection, transaction)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = LockKey } },
        };
        await take.ExecuteNonQueryAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (!keys.GetAllKeys().Any(key => !key.IsRevoked && key.ActivationDate <= now + ClockSkew && key.ExpirationDate > now))
            keys.CreateNewKey(now, now + options.Value.NewKeyLifetime);
        await transaction.CommitAsync(cancellationToken);
    }
}
