using System.Security.Cryptography;

namespace Spade.Documents.Keys;

/// <summary>A row of the table as it was read.</summary>
/// <param name="key">What it allows.</param>
/// <param name="hash">SHA-256 of the whole key.</param>
/// <param name="isRevoked">True when it was revoked.</param>
/// <param name="expiresIn">Time that was left; null for a key that does not expire.</param>
/// <param name="readAt">Timestamp from before it was read.</param>
internal sealed class StoredKey(VerifiedKey key, byte[] hash, bool isRevoked, TimeSpan? expiresIn, long readAt)
{
    private int _isRefreshed;

    public VerifiedKey Key => key;

    public bool IsRevoked => isRevoked;

    /// <summary>True when the text is this key. The comparison takes as long for a text that is nearly right.</summary>
    public bool Is(KeyText text) => CryptographicOperations.FixedTimeEquals(hash, text.Hash());

    /// <summary>Time since it was read.</summary>
    public TimeSpan Age(TimeProvider time) => time.GetElapsedTime(readAt);

    /// <summary>The key, if it is neither revoked nor expired.</summary>
    public VerifiedKey? IfLiving(TimeProvider time) => isRevoked || Age(time) >= expiresIn ? null : key;

    /// <summary>True for the first caller, who is to read the row again for all.</summary>
    public bool TakeRefresh() => Interlocked.Exchange(ref _isRefreshed, 1) == 0;
}
