namespace Spade.Documents.Keys;

/// <summary>The result of revoking a key.</summary>
public abstract record RevokedKey
{
    private RevokedKey()
    {
    }

    /// <summary>There is no such key.</summary>
    public sealed record Unknown : RevokedKey;

    /// <summary>Nothing was changed: without this key no key that is accepted would have <see cref="KeyScopes.Operate"/>.</summary>
    public sealed record LastAdministrator : RevokedKey;

    /// <summary>It is revoked, by this call or an earlier one.</summary>
    public sealed record Done(KeyDetails Key) : RevokedKey;
}
