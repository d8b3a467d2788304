using Microsoft.Extensions.DependencyInjection.Extensions;
using Spade.Hosting;
using Spade.Hosting.GracefulShutdown;

namespace Aspire.Hosting;

/// <summary>Graceful shutdown of resources in an Aspire run.</summary>
public static class GracefulShutdownExtensions
{
    // Covers what stops after the services: PostgreSQL's fast shutdown (up to 30 s) and the orchestrator's clean-up (6 s a process).
    private static readonly TimeSpan AfterServices = TimeSpan.FromSeconds(60);

    /// <summary>Gives the resource's processes a shutdown budget. In a run, the commands stop and restart and the end of the AppHost send
    /// SIGTERM (SIGINT after Ctrl+C), wait for up to the grace period, and then kill the process; Aspire alone kills it after 6 s
    /// (microsoft/aspire#18237). The process gets the terms in seconds as <c>Shutdown__PreStop</c>, <c>…LameDuck</c>,
    /// <c>…InFlight</c>, <c>…Close</c>, <c>…Margin</c> and <c>…GracePeriod</c>. When publishing, <c>AddHelmChart</c> writes them
    /// into the chart.</summary>
    /// <param name="builder">A project or an executable.</param>
    /// <param name="budget">The shutdown budget; a later call replaces it.</param>
    /// <exception cref="DistributedApplicationException">The grace period is shorter than preStop plus drain, one of grace period and
    /// preStop is not in whole seconds, or the longest step does not fit into the time for work in flight.</exception>
    public static IResourceBuilder<T> WithGracefulShutdown<T>(this IResourceBuilder<T> builder, GracefulShutdownAnnotation budget)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(budget);
        if (Problem(budget) is { } problem)
            throw new DistributedApplicationException($"'{builder.Resource.Name}' has {problem}");

        foreach (var (variable, term) in budget.Variables)
            builder.WithEnvironment(variable, Text(term));
        if (builder.ApplicationBuilder.ExecutionContext.IsRunMode && !builder.Resource.HasAnnotationOfType<GracefulShutdownAnnotation>())
        {
            builder.ApplicationBuilder.StopGracefully();
            // Only now has the orchestrator added the commands to replace.
            builder.OnInitializeResource((resource, initialize, _) =>
            {
                StopCommands.Replace(resource, initialize.Services.GetRequiredService<GracefulStops>());
                return Task.CompletedTask;
            });
        }

        builder.ApplicationBuilder.Services.Configure<HostOptions>(
            host => host.ShutdownTimeout = new[] { host.ShutdownTimeout, budget.GracePeriod + AfterServices }.Max());
        return builder.WithAnnotation(budget, ResourceAnnotationMutationBehavior.Replace);
    }

    private static void StopGracefully(this IDistributedApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(GracefulStops)))
            return;
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<GracefulStops>();
        builder.Services.AddHostedService(services => services.GetRequiredService<GracefulStops>());
        // Otherwise the AppHost exits before the orchestrator has stopped the dashboard and other executables.
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] ??= "true";
    }

    private static string? Problem(GracefulShutdownAnnotation budget)
    {
        foreach (var (name, time) in new[] { ("preStop", budget.PreStop), ("grace period", budget.GracePeriod) })
        {
            if (time.Ticks % TimeSpan.TicksPerSecond != 0)
                return $"a {name} of {Text(time)} s, and Kubernetes has whole seconds: make it {Math.Ceiling(time.TotalSeconds)} s.";
        }

        var sum = budget.PreStop + budget.Drain;
        if (budget.InFlight <= budget.LongestStep)
        {
            var more = budget.LongestStep - budget.InFlight;
            return $"{Text(budget.InFlight)} s for work in flight, and one step may take {Text(budget.LongestStep)} s: it would be cut. "
                + $"Set InFlight above {Text(budget.LongestStep)} s, and GracePeriod, with preStop and drain, above {Text(sum + more)} s.";
        }

        return budget.GracePeriod >= sum ? null
            : $"a grace period of {Text(budget.GracePeriod)} s, less than preStop {Text(budget.PreStop)} s "
                + $"+ drain {Text(budget.Drain)} s: it would be killed before its drain ends. Give it {Text(sum)} s or more.";
    }

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
