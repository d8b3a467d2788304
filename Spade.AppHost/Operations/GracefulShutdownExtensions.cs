using System.Globalization;
using Spade.Hosting;
using Spade.ServiceDefaults;

namespace Spade.AppHost.Operations;

/// <summary>Carries a service's shutdown budget to whoever runs the service: this machine, or a cluster.</summary>
internal static class GracefulShutdownExtensions
{
    private const string Readiness = "/health/ready", Liveness = "/health/live", Startup = "/health/startup", Http = "http";

    /// <summary>Makes whoever runs the service stop it as its budget says, probe it, and replace it without a gap.</summary>
    /// <remarks>
    /// Written on Aspire's public API alone. With Aspire's own Kubernetes publisher the numbers become literals; Spade's makes them
    /// values of the chart, with the equation checked when it is rendered. Configuration <c>{resource}:Shutdown:{term}</c> changes a term.
    /// Call it after the HTTP endpoint was added: the probes ask there.
    /// </remarks>
    /// <exception cref="DistributedApplicationException">The configured terms break a rule; the message shows the sum.</exception>
    public static IResourceBuilder<ProjectResource> WithGracefulShutdown(this IResourceBuilder<ProjectResource> service, ShutdownBudget budget)
    {
        budget = Configured(budget, service);
        return service
            .WithAnnotation(AnnotationOf(budget), ResourceAnnotationMutationBehavior.Replace)
            .WithBudgetVariables(budget)
            // The design's numbers. Readiness notices in 4 s what the endpoint controller does not tell; liveness forgives 30 s of a busy
            // machine before it restarts anything; start-up has a minute for a schema to be migrated by a neighbour.
            .WithHttpProbe(ProbeType.Readiness, Readiness, initialDelaySeconds: 0, periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 2, endpointName: Http)
            .WithHttpProbe(ProbeType.Liveness, Liveness, initialDelaySeconds: 0, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3, endpointName: Http)
            .WithHttpProbe(ProbeType.Startup, Startup, initialDelaySeconds: 0, periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 60, endpointName: Http);
    }

    private static ShutdownBudget Configured(ShutdownBudget budget, IResourceBuilder<ProjectResource> service)
    {
        var section = $"{service.Resource.Name}:{ShutdownConfiguration.Section}";
        try
        {
            return budget.WithConfiguration(service.ApplicationBuilder.Configuration.GetSection(section));
        }
        catch (ShutdownBudgetException exception)
        {
            throw new DistributedApplicationException($"'{service.Resource.Name}', configuration {section}: {exception.Message}", exception);
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

    /// <summary>The service must not only be stopped by these numbers but plan with them.</summary>
    private static IResourceBuilder<ProjectResource> WithBudgetVariables(this IResourceBuilder<ProjectResource> service, ShutdownBudget budget)
    {
        service
            .WithEnvironment("Shutdown__PreStop", Seconds(budget.PreStop))
            .WithEnvironment("Shutdown__LameDuck", Seconds(budget.LameDuck))
            .WithEnvironment("Shutdown__InFlight", Seconds(budget.InFlight))
            .WithEnvironment("Shutdown__Close", Seconds(budget.Close))
            .WithEnvironment("Shutdown__Margin", Seconds(budget.Margin))
            .WithEnvironment("Shutdown__GracePeriod", Seconds(budget.GracePeriod));
        return budget.DirectCheck == new DirectCheck()
            ? service
            : service
                .WithEnvironment("Shutdown__DirectCheck__Interval", Seconds(budget.DirectCheck.Interval))
                .WithEnvironment("Shutdown__DirectCheck__Threshold", budget.DirectCheck.Threshold.ToString(CultureInfo.InvariantCulture));
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
