using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Spade.Api.Access;

/// <summary>The scheme <c>Open</c>: while there is no key, a connection of this machine is <see cref="Caller.Local"/>.</summary>
/// <remarks>It looks at the connection of each request, because a server may listen on more than it said when it started: endpoints of the
/// configuration can change while it runs.</remarks>
internal sealed class OpenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private static readonly ClaimsPrincipal Local =
        CallerClaims.PrincipalOf(Caller.Local.Tenant, Caller.Local.Id, Caller.Local.Scopes, Schemes.Open);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Loopback.IsOwn(Context)
            ? AuthenticateResult.Success(new AuthenticationTicket(Local, Schemes.Open))
            : AuthenticateResult.NoResult());
}
