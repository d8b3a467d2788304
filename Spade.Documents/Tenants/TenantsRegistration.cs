using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Spade.Documents.Tenants;

/// <summary>Registers tenants and their quotas.</summary>
internal static class TenantsRegistration
{
    public static IServiceCollection AddTenants(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<QuotaOptions>().BindConfiguration(QuotaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddScoped<TenantScope>();
        services.TryAddSingleton<TenantDirectory>();
        return services;
    }
}
