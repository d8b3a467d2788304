using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Logging.Abstractions;
using Spade.Api.Access;
using Spade.Documents.Keys;
using Spade.Documents.Schema;

namespace Spade.Api.Sessions;

/// <summary>Registers the sessions of browsers: the scheme <see cref="Schemes.Cookie"/>, anti-forgery tokens, and the key ring.</summary>
internal static class SessionRegistration
{
    /// <summary>The cookie with the session.</summary>
    public const string CookieName = "spade-session";

    /// <summary>The header with the anti-forgery token.</summary>
    public const string AntiforgeryHeader = "Spade-Antiforgery";

    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddOptions<SessionOptions>().BindConfiguration(SessionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddAuthentication().AddCookie(Schemes.Cookie, Configure);
        services.AddAntiforgery(options =>
        {
            options.HeaderName = AntiforgeryHeader;
            options.Cookie = new SessionCookie("spade-antiforgery");
            // A body is an upload, which only its endpoint may read.
            options.SuppressReadingTokenFromFormBody = true;
            // The policy of the page has frame-ancestors.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddKeyRing();
        return services;
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie = new SessionCookie(CookieName);
        options.CookieManager = new SessionCookies();
        options.SlidingExpiration = false;
        options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = RenewAsync;
    }

    // The page asks for a key itself; no answer leads anywhere else.
    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>A session ends with its key, and has what the key has now.</summary>
    private static async Task RenewAsync(CookieValidatePrincipalContext context)
    {
        var request = context.HttpContext;
        var prefix = context.Principal?.FindFirst(CallerClaims.Prefix)?.Value;
        var key = prefix is null
            ? null
            : await request.RequestServices.GetRequiredService<IKeyVerifier>().FindAsync(prefix, request.RequestAborted);
        if (key is null)
            context.RejectPrincipal();
        else
            context.ReplacePrincipal(CallerClaims.PrincipalOf(key, Schemes.Cookie));
    }

    private static void AddKeyRing(this IServiceCollection services)
    {
        services.AddSingleton<KeyRing>();
        services.AddDataProtection().SetApplicationName("spade");
        // Without its logger, which writes the keys themselves at the level Debug.
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>((options, provider) =>
            options.XmlRepository = new EntityFrameworkCoreXmlRepository<SpadeDbContext>(provider, NullLoggerFactory.Instance));
        // It warns that the keys are stored as they are. They lie beside the documents, in the same database.
        services.AddLogging(logging =>
            logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
    }

    /// <summary>Removes the framework's reading of the key ring at the start, which would wait for the database. Call it after everything
    /// that may add Data Protection, as authentication does.</summary>
    public static void RemoveKeyRingAtStart(this IServiceCollection services)
    {
        var preload = services.Where(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(DataProtectionServiceCollectionExtensions).Assembly).ToList();
        foreach (var service in preload)
            services.Remove(service);
    }
}
