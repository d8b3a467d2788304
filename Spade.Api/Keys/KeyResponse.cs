using Spade.Api.OpenApi;
using Spade.Documents.Keys;

namespace Spade.Api.Keys;

/// <summary>Keys.</summary>
/// <param name="Keys">The keys, newest first.</param>
internal sealed record KeyListResponse(IReadOnlyList<KeyResponse> Keys);

/// <summary>A key as administrators see it. Its secret is not stored.</summary>
/// <param name="Prefix">Names the key in lists, logs and documents; no secret.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Tenant">Owner of what is stored and read with it.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="State">active, expired or revoked.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="CreatedBy">Prefix of the key, or subject of the token, that added it; else none, command or configuration.</param>
/// <param name="ExpiresAt">From when on it is refused; null for never.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="LastUsedAt">When it was last used, to the minute.</param>
internal sealed record KeyResponse(
    string Prefix,
    string Name,
    string Tenant,
    IReadOnlyList<string> Scopes,
    [property: OneOf<KeyStateWords>] string State,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt)
{
    private static readonly DateTimeOffset Created = new(2027, 3, 1, 9, 30, 0, TimeSpan.Zero);

    /// <summary>An example for the API's description.</summary>
    public static KeyResponse Example { get; } = new(
        "spade_mfrggzdf", "scanner in room 4", "acme", NewKey.UsualScopes, KeyState.Active.ToWord(), Created, "spade_nbswy3dp",
        Created.AddDays(90), RevokedAt: null, Created.AddHours(2));

    public static KeyResponse From(KeyDetails key) => new(
        key.Prefix, key.Name, key.Tenant, key.Scopes, key.State.ToWord(), key.CreatedAt, key.CreatedBy, key.ExpiresAt, key.RevokedAt,
        key.LastUsedAt);
}
