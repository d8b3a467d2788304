namespace Spade.Api.Access;

/// <summary>The credentials in <c>Authorization</c>.</summary>
internal static class BearerToken
{
    /// <summary>The scheme of keys and of tokens (RFC 6750).</summary>
    public const string Scheme = "Bearer";

    /// <summary>True when the request has credentials in its header, of whatever kind.</summary>
    public static bool IsGiven(HttpRequest request) => request.Headers.Authorization.Count > 0;

    /// <summary>What follows <c>Bearer</c>; null without the header, with several, and with another scheme.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers.Authorization is [{ } header]
        && header.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase)
            ? header[(Scheme.Length + 1)..].Trim()
            : null;
}
