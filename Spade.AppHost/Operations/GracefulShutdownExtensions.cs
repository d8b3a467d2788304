using System.Globalization;
using Spade.Hosting;
using Spade.Shutdown.Budget;

namespace Spade.AppHost.Operations;

/// <summary>Applies a service's shutdown budget to the local run and to the chart.</summary>
internal static class GracefulShutdownExtensions
{
    private const string Readiness = "/health/ready", Liveness = "/health/live", Startup = "/health/startup", Http = "http";

    /// <summary>Makes the local run and the chart stop the service as its budget says, and adds the health probes.</summary>
    /// <remarks>The configuration <c>{service}:Shutdown:{term}</c> changes a term. Call it after the HTTP endpoint was added, which the
    /// probes use.</remarks>
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
            // A busy machine must not get a service restarted: liveness needs 30 s of failures. At the start, another replica may take a
            // minute to migrate the schema. Readiness takes a replica that does not answer out of rotation after 4 s.
            .WithHttpProbe(ProbeType.Liveness, Liveness, 0, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3, endpointName: Http)
            .WithHttpProbe(ProbeType.Startup, Startup, 0, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 60, endpointName: Http)
            .WithHttpProbe(ProbeType.Readiness, Readiness, 0, periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 2, endpointName: Http);
        var direct = budget.DirectCheck;
        return direct == new DirectCheck()
            ? replica
            : replica
                .WithEnvironment("Shutdown__DirectCheck__Interval", direct.Interval.TotalSeconds.ToString(CultureInfo.InvariantCulture))
                .WithEnvironment("Shutdown__DirectCheck__Threshold", direct.Threshold.ToString(CultureInfo.InvariantCulture));
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
