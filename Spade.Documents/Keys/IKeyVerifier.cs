namespace Spade.Documents.Keys;

/// <summary>Tells whether a key may be used. What it knows of a key is at most <see cref="MaxAge"/> old.</summary>
public interface IKeyVerifier
{
    /// <summary>Longest time until every process has noticed that a key was revoked.</summary>
    static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <summary>The key, if the whole of it is right and it is neither revoked nor expired; else null.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database is away, and what is known of the key is too old.</exception>
    Task<VerifiedKey?> VerifyAsync(string key, CancellationToken cancellationToken);

    /// <summary>The key with this prefix, if it is neither revoked nor expired; else null. For what was verified before, such as a
    /// session.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database is away, and what is known of the key is too old.</exception>
    Task<VerifiedKey?> FindAsync(string prefix, CancellationToken cancellationToken);
}
