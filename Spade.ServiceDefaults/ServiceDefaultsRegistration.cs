using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Spade.ServiceDefaults.Health;
using Spade.ServiceDefaults.Telemetry;
using Spade.Shutdown;
using Spade.Shutdown.Budget;

namespace Spade.ServiceDefaults;

/// <summary>Registers what all of Spade's services have in common.</summary>
public static class ServiceDefaultsRegistration
{
    /// <summary>Adds graceful shutdown, log levels, telemetry and health checks. Call it before other registrations: the container
    /// disposes in reverse order, and telemetry has to outlive the services it reports on. Run the service with
    /// <see cref="ServiceHost"/>.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="budget">The service's shutdown budget. The configuration section <c>Shutdown</c> may change its terms.</param>
    /// <param name="longestStep">Longest piece of work that cannot be interrupted. The configured time in flight must be longer.</param>
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
