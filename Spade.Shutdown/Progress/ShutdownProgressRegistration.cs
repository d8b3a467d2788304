using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Spade.Shutdown.Progress;

/// <summary>Registers the progress of the process's stop.</summary>
public static class ShutdownProgressRegistration
{
    /// <summary>Registers <see cref="ShutdownProgress"/> for a library that counts its work or needs the time since the stop began, in any
    /// host: one without graceful shutdown gets a budget from its <c>HostOptions.ShutdownTimeout</c>. Safe to repeat.</summary>
    public static IServiceCollection AddShutdownProgress(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ShutdownProgress>();
        return services;
    }
}
