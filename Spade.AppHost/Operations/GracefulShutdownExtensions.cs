using System.Globalization;
using Spade.Hosting;
using Spade.Shutdown.Budget;

namespace Spade.AppHost.Operations;

/// <summary>Carries a service's shutdown budget to whoever runs the service: this machine, or a cluster.</summary>
internal static class GracefulShutdownExtensions
{
    private const string Readiness = "/health/ready", Liveness = "/health/live", Startup = "/health/startup", Http = "http";

    /// <summary>Makes whoever runs the service stop it as its budget says, and probe it.</summary>
    /// <remarks>Configuration <c>{service}:Shutdown:{term}</c> changes a term. Call it after the HTTP endpoint was added: the probes ask
    /// there.</remarks>
    /// <param name="replica">The service, or one replica of it.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="budget">The service's own budget.</param>
    /// <exception cref="DistributedApplicationException">The configured terms break a rule; the message shows the sum.</exception>
    internal static IResourceBuilder<ProjectResource> WithGracefulShutdown(
        this IResourceBuilder<ProjectResource> replica, string service, ShutdownBudget budget)
    {
        budget = Configured(budget, service, replica.ApplicationBuilder);
        replica
            .WithGracefulShutdown(AnnotationOf(budget))
            // The design's numbers. Readiness notices in 4 s what the endpoint controller does not tell; liveness forgives 30 s of a busy
            // machine before it restarts anything; start-up has a minute for a schema to be migrated by a neighbour.
            .WithHttpProbe(
                ProbeType.Liveness, Liveness, initialDelaySeconds: 0, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3,
                endpointName: Http)
            .WithHttpProbe(
                ProbeType.Startup, Startup, initialDelaySeconds: 0, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 60,
                endpointName: Http)
            .WithHttpProbe(
                ProbeType.Readiness, Readiness, initialDelaySeconds: 0, periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 2,
                endpointName: Http);
        return budget.DirectCheck == new DirectCheck()
            ? replica
            : replica
                .WithEnvironment(
                    "Shutdown__DirectCheck__Interval", budget.DirectCheck.Interval.TotalSeconds.ToString(CultureInfo.InvariantCulture))
                .WithEnvironment("Shutdown__DirectCheck__Threshold", budget.DirectCheck.Threshold.ToString(CultureInfo.InvariantCulture));
    }

    private static ShutdownBudget Configured(ShutdownBudget budget, string service, IDistributedApplicationBuilder builder)
    {
        var section = $"{service}:{ShutdownConfiguration.Section}";
        try
        {
            return budget.WithConfiguration(builder.Configuration.GetSection(section));
        }
        catch (ShutdownBudgetException exception)
        {
            throw new DistributedApplicationException($"'{service}', configuration {section}: {exception.Message}", exception);
        }
    }

    private static GracefulShutdownAnnotation AnnotationOf(ShutdownBudget budget) => new()
    {
        PreStop = budget.PreStop,
        LameDuck = budget.LameDuck,
        InFlight = budget.InFlight,
        Close = budget.Close,
        Margin = budget.Margin,
        GracePeriod = budget.GracePeriod,
        LongestStep = budget.LongestStep,
    };
}
