using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Spade.Api.Problems;
using Spade.Documents.Keys;

namespace Spade.Api.Access;

/// <summary>Registers who may do what.</summary>
internal static class AccessRegistration
{
    /// <summary>Adds keys, tokens if an issuer is configured, the check of open mode, and the policy of every route.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IHttpContextFactory, MaskedRequests>();
        services.AddKeyVerification();
        services.AddSingleton<AccessMode>();
        services.AddSingleton<SchemeSelector>();
        services.AddSingleton<LastingAccess>();
        services.AddHostedService<AccessCheck>();
        services.AddHostedService<RouteScopes>();
        services.AddHealthChecks().AddCheck<AccessHealthCheck>("access", tags: ["startup"]);
        services.AddSchemes(configuration);
        // For every route, so that one without a word about its callers is closed and not open.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicy([new ScopeRequirement()], []));
        services.AddSingleton<IAuthorizationHandler, ScopeHandler>();
        return services;
    }

    /// <summary>Answers 503 until it is known whether there are keys, except where anyone may call. Health is answered before, at
    /// routing.</summary>
    public static IApplicationBuilder UseKnownAccess(this IApplicationBuilder app)
    {
        var mode = app.ApplicationServices.GetRequiredService<AccessMode>();
        return app.Use((context, next) => mode.IsKnown || context.GetRequiredScope() == RequiredScope.None
            ? next(context)
            : ApiProblems.Starting().ExecuteAsync(context));
    }

    private static void AddSchemes(this IServiceCollection services, IConfiguration configuration)
    {
        var authentication = services.AddAuthentication(Schemes.Any)
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(Schemes.Key, _ => { })
            .AddScheme<AuthenticationSchemeOptions, OpenHandler>(Schemes.Open, _ => { })
            .AddPolicyScheme(Schemes.Any, displayName: null, policy =>
            {
                policy.ForwardDefaultSelector = context => context.RequestServices.GetRequiredService<SchemeSelector>().Select(context);
                policy.ForwardChallenge = Schemes.Key;
                policy.ForwardForbid = Schemes.Key;
            });
        authentication.AddJwt(isConfigured: configuration.GetSection(JwtOptions.Section).Get<JwtOptions>() is { IsConfigured: true });
    }
}
