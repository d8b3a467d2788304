using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spade.Shutdown.Budget;
using Spade.Shutdown.InFlight;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Reporting;
using Spade.Shutdown.Requests;
using Spade.Shutdown.Signals;
using Spade.Shutdown.Watching;

namespace Spade.Shutdown;

/// <summary>Registers graceful shutdown.</summary>
public static class GracefulShutdownRegistration
{
    /// <summary>Makes the service stop as its budget says. Readiness flips with the signal, the lame duck closes idle connections in the
    /// protocol's own way, requests in flight end or are aborted at their limit, the exit report is written, and nothing is waited for
    /// beyond the budget. Run the service with <see cref="ServiceHost"/>: then its exit code tells how the stop went.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="budget">The service's budget; the section <c>Shutdown</c> may change its terms.</param>
    /// <param name="longestStep">The longest piece of work that cannot be interrupted. The configured time in flight must be longer.
    /// </param>
    /// <exception cref="ShutdownBudgetException">The configured budget does not add up.</exception>
    public static TBuilder AddGracefulShutdown<TBuilder>(this TBuilder builder, ShutdownBudget budget, TimeSpan longestStep = default)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(budget);
        var configured = budget.WithConfiguration(builder.Configuration.GetSection(ShutdownConfiguration.Section), longestStep);
        var services = builder.Services;
        services.AddSingleton(configured);
        services.AddSingleton(ServiceIdentity.Of(builder));
        services.AddShutdownProgress();
        services.AddSingleton<IHostLifetime, StopSignals>();
        services.AddRequestDrain();
        services.AddMetrics();
        services.AddSingleton<ShutdownMetrics>();
        services.AddSingleton<ExitReporter>();
        services.AddSingleton<ShutdownWatchdog>();
        services.AddHostedService<GracefulStop>();
        services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = configured.HostShutdownTimeout;
            // Stopped one after the other, a service would learn of the stop only after those before it had ended: a worker would go on
            // fetching jobs while its web server drains.
            options.ServicesStopConcurrently = true;
        });
        return builder;
    }

    private static void AddRequestDrain(this IServiceCollection services)
    {
        services.AddSingleton<OpenRequests>();
        services.AddSingleton<IWorkInFlight>(provider => provider.GetRequiredService<OpenRequests>());
        services.AddSingleton<OpenConnections>();
        services.AddSingleton<LameDuck>();
        services.AddSingleton<RequestDrain>();
        services.AddSingleton<IStartupFilter, RequestTracking>();
        services.AddSingleton<IStartupFilter, ConnectionClosing>();
        services.AddOptions<KestrelServerOptions>().Configure<OpenConnections>((kestrel, connections) =>
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => connections.TrackAsync(connection, next))));
    }
}
