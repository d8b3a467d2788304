using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Spade.Documents.Tenants;

/// <summary>Registers what operators set for tenants.</summary>
internal static class TenantSettingsRegistration
{
    public static IServiceCollection AddTenantSettings(this IServiceCollection services)
    {
        services.TryAddSingleton<TenantSettingsStore>();
        return services;
    }
}
