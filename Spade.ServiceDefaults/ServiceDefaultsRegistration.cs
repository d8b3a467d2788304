using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Spade.ServiceDefaults.Health;
using Spade.ServiceDefaults.Telemetry;
using Spade.Shutdown;
using Spade.Shutdown.Budget;

namespace Spade.ServiceDefaults;

/// <summary>What every service of Spade has in common.</summary>
public static class ServiceDefaultsRegistration
{
    /// <summary>Adds graceful shutdown, log levels, telemetry and cached health. Call it before anything else is registered: what is
    /// registered first is disposed last, and telemetry has to outlive what it reports. Run the service by <see cref="ServiceHost"/>.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="budget">The service's budget; the section <c>Shutdown</c> may change its terms.</param>
    /// <param name="longestStep">The longest piece of work that cannot be interrupted; the configured time in flight must be longer.</param>
    /// <exception cref="ShutdownBudgetException">The configured budget does not add up.</exception>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder, ShutdownBudget budget, TimeSpan longestStep = default)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(budget);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddGracefulShutdown(budget, longestStep);
        builder.AddLoggingDefaults();
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();
        return builder;
    }
}
