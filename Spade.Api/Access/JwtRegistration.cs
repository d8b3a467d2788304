using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Spade.Api.Access;

/// <summary>Registers tokens of an issuer.</summary>
internal static class JwtRegistration
{
    /// <summary>Adds the options, and the framework's scheme for tokens when an issuer is configured.</summary>
    public static void AddJwt(this AuthenticationBuilder authentication, bool isConfigured)
    {
        var services = authentication.Services;
        services.AddOptions<JwtOptions>().BindConfiguration(JwtOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JwtOptions>, JwtOptionsValidator>());
        if (isConfigured)
            authentication.AddIssuer();
    }

    private static void AddIssuer(this AuthenticationBuilder authentication)
    {
        authentication.AddJwtBearer(Schemes.Jwt, _ => { });
        authentication.Services.AddOptions<JwtBearerOptions>(Schemes.Jwt)
            .Configure<IOptions<JwtOptions>>((bearer, ours) => Configure(bearer, ours.Value));
    }

    private static void Configure(JwtBearerOptions bearer, JwtOptions ours)
    {
        bearer.Authority = ours.Authority;
        bearer.Audience = ours.Audience;
        bearer.RequireHttpsMetadata = ours.RequireHttps;
        bearer.BackchannelTimeout = ours.Timeout;
        // Claims keep the names that they have in the token and in our options.
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters.ClockSkew = ours.ClockSkew;
        bearer.Events = new JwtBearerEvents
        {
            OnMessageReceived = context => ReadIssuerAsync(context, ours),
            OnTokenValidated = context =>
            {
                var (principal, error) = JwtCaller.Read(context.Principal!, ours);
                if (principal is null)
                    context.Fail(new TokenRefusedException(error));
                else
                    context.Principal = principal;
                return Task.CompletedTask;
            },
        };
    }

    // Otherwise a token that comes before the issuer has ever answered would be refused as one that it did not sign. The keys are kept, so
    // that this waits for the first of them only.
    private static async Task ReadIssuerAsync(MessageReceivedContext context, JwtOptions ours)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.HttpContext.RequestAborted);
        limit.CancelAfter(ours.Timeout);
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(limit.Token);
        }
        catch (Exception away) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            context.Fail(new IssuerAwayException(away));
        }
    }
}
