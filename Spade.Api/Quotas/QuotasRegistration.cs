using Spade.Api.Access;
using Spade.Documents.Tenants;

namespace Spade.Api.Quotas;

/// <summary>Registers the quotas of tenants, and puts them before the endpoints.</summary>
internal static class QuotasRegistration
{
    public static IServiceCollection AddQuotas(this IServiceCollection services)
    {
        services.AddRateLimiter(RequestQuota.Configure);
        services.AddMetrics();
        services.AddSingleton<QuotaMetrics>();
        services.AddSingleton<QuotaHeaders>();
        services.AddExceptionHandler<QuotaExceededHandler>();
        return services;
    }

    /// <summary>Measures every request that a tenant makes. Comes after the caller is known. What anyone may ask for belongs to no
    /// tenant.</summary>
    public static IApplicationBuilder UseQuotas(this IApplicationBuilder app)
    {
        var tenants = app.ApplicationServices.GetRequiredService<TenantDirectory>();
        var headers = app.ApplicationServices.GetRequiredService<QuotaHeaders>();
        app.Use(async (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>() is { Scope: not null })
            {
                var tenant = context.GetCaller().Tenant;
                var quotas = await tenants.FindAsync(tenant, context.RequestAborted);
                if (quotas.LimitAnything)
                {
                    var caller = new LimitedCaller(tenant, quotas);
                    context.Features.Set(caller);
                    headers.AddTo(context, caller);
                }
            }

            await next(context);
        });
        return app.UseRateLimiter();
    }
}
