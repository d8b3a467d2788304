using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Spade.ServiceDefaults.Health;

/// <summary>Registers health checks.</summary>
public static class HealthRegistration
{
    /// <summary>Runs health checks in the background, so that the endpoints of <see cref="HealthEndpoints"/> answer from memory. Add
    /// checks with <c>services.AddHealthChecks()</c> as usual; their <see cref="HealthTags"/> decide what they affect.</summary>
    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.AddHealthChecks();
        services.AddOptions<HealthOptions>().BindConfiguration(HealthOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HealthOptions>, HealthOptionsValidator>());
        services.TryAddSingleton<HealthBoard>();
        services.AddHostedService<HealthRefresher>();
        return builder;
    }
}
