using Spade.Documents.Tenants;

namespace Spade.Documents.Keys;

/// <summary>A key that is to be added.</summary>
/// <param name="Name">What it is for; shown in lists. Two keys may have the same name, as they do while one replaces the other.</param>
/// <param name="Tenant">Owner of what is stored and read with it.</param>
/// <param name="Scopes">What it allows, see <see cref="KeyScopes"/>; at least one.</param>
/// <param name="ExpiresInDays">After how many days, counted from now, it is refused; null for never.</param>
public sealed record NewKey(string Name, string Tenant, IReadOnlyCollection<string> Scopes, int? ExpiresInDays)
{
    /// <summary>Most characters of a name: it fits into a line of a list and of a log.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Longest time until a key expires: ten years. One that should live longer has no end.</summary>
    public const int MaxDays = 3650;

    /// <summary>What a key allows when nothing else is asked for: everything that a client of one tenant needs.</summary>
    public static IReadOnlyList<string> UsualScopes { get; } = [KeyScopes.Write, KeyScopes.Read];

    /// <summary>What is wrong with it, as a sentence that names the value and the rule; null when nothing is.</summary>
    public string? FindFault()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > MaxNameLength || Name.Any(char.IsControl))
            return $"name is '{Shortened(Name)}'; it must say what the key is for, in 1 to {MaxNameLength} printable characters.";
        if (!TenantName.IsWellFormed(Tenant))
            return $"tenant is '{Shortened(Tenant)}'; {TenantName.Rule}.";
        if (Scopes.Count == 0)
            return $"scopes is empty; it must name one or more of: {string.Join(", ", KeyScopes.All)}.";
        if (Scopes.Except(KeyScopes.All).Take(1).ToList() is [var unknown])
            return $"scopes names '{Shortened(unknown ?? "null")}'; a scope is one of: {string.Join(", ", KeyScopes.All)}.";
        return ExpiresInDays is < 1 or > MaxDays
            ? $"expiresInDays is {ExpiresInDays}; it must be a whole number from 1 to {MaxDays}, and the key has no end when left out."
            : null;
    }

    private static string Shortened(string text) => text.Length <= MaxNameLength ? text : text[..MaxNameLength] + "…";
}
