using Spade.Api.Access;

namespace Spade.Api.Sessions;

/// <summary>Who uses the page.</summary>
/// <param name="IsOpen">True while there is no key: the service then listens on this machine only, and nobody signs in.</param>
/// <param name="Caller">Who is signed in; null for nobody.</param>
/// <param name="AntiforgeryToken">For the header of requests that change something; null where none is needed.</param>
internal sealed record SessionResponse(bool IsOpen, SessionCaller? Caller, string? AntiforgeryToken);

/// <summary>Who is signed in.</summary>
/// <param name="Id">Prefix of the key.</param>
/// <param name="Tenant">The key's tenant.</param>
/// <param name="Scopes">What the key allows.</param>
internal sealed record SessionCaller(string? Id, string Tenant, IReadOnlyCollection<string> Scopes)
{
    public static SessionCaller? From(Caller? caller) => caller is null ? null : new SessionCaller(caller.Id, caller.Tenant, caller.Scopes);
}

/// <summary>What signs a browser in. A class, because a record would print the key.</summary>
internal sealed class SignIn
{
    /// <summary>The whole key.</summary>
    public string? Key { get; init; }
}
