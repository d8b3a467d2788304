using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Spade.ServiceDefaults;

/// <summary>Registers the cached health of the service; checks are added the standard way, by <c>services.AddHealthChecks()</c>.</summary>
internal static class HealthRegistration
{
    public static void AddCachedHealth(this IServiceCollection services)
    {
        services.AddHealthChecks();
        services.AddOptions<HealthOptions>().BindConfiguration(HealthOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HealthOptions>, HealthOptionsValidator>());
        services.TryAddSingleton<HealthBoard>();
        services.AddHostedService<HealthRefresher>();
    }
}
