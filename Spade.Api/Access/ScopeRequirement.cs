using Microsoft.AspNetCore.Authorization;

namespace Spade.Api.Access;

/// <summary>The caller has the scope that the endpoint asks for.</summary>
internal sealed class ScopeRequirement : IAuthorizationRequirement;

/// <summary>Judges a caller by <see cref="RequiredScope"/> of the endpoint. A route that does not say who may call it lets no one
/// through.</summary>
internal sealed class ScopeHandler : AuthorizationHandler<ScopeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (context.Resource is HttpContext http && IsMet(http))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }

    private static bool IsMet(HttpContext context) => context.GetEndpoint() switch
    {
        // No route, or the framework's own answer to a wrong method: 404 and 405 for everyone.
        not RouteEndpoint => true,
        var route => route.Metadata.GetMetadata<RequiredScope>() is { } required
            && (required.Scope is not { } scope || context.User.HasClaim(CallerClaims.Scope, scope)),
    };
}
