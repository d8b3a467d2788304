using Aspire.Hosting.Pipelines;
using Spade.Hosting;

namespace Aspire.Hosting;

/// <summary>Publishing as a Helm chart.</summary>
public static class HelmChartExtensions
{
    /// <summary>Publishes the application's projects as a Helm chart whose templates people write: <c>aspire publish</c> copies the chart
    /// to the output folder and sets in its <c>values.yaml</c> what the model says. A run knows nothing of it.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name of the resource, such as <c>helm</c>.</param>
    /// <param name="folder">The chart, relative to the AppHost's project. If it is the output too, its values are set in place.</param>
    /// <returns>The chart.</returns>
    /// <remarks><c>HelmChart/README.md</c> lists the values that are set. Publishing fails with a message when the model says something
    /// that the chart has no value for, or has a resource that the chart would not render.</remarks>
    public static IResourceBuilder<HelmChartResource> AddHelmChart(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string folder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var chart = new HelmChartResource(name, Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, builder.AppHostDirectory)));
        if (builder.ExecutionContext.IsRunMode)
            return builder.CreateResourceBuilder(chart);
        return builder.AddResource(chart).WithAnnotation(new PipelineStepAnnotation(_ =>
        {
            var step = new PipelineStep
            {
                Name = $"publish-{name}",
                Description = $"Writes the Helm chart of {chart.Folder}.",
                Resource = chart,
                Action = context => WriteAsync(chart, context),
            };
            step.RequiredBy(WellKnownPipelineSteps.Publish);
            return step;
        }));
    }

    private static async Task WriteAsync(HelmChartResource chart, PipelineStepContext context)
    {
        try
        {
            var output = Path.GetFullPath(context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory());
            await HelmChartPublisher.WriteAsync(
                chart, output, context.Model.Resources, context.ExecutionContext, context.CancellationToken);
            context.Summary.Add("Helm chart", output);
        }
        catch
        {
            // An AppHost whose step failed says so and ends, with 0 all the same when it was started without Aspire's command line.
            Environment.ExitCode = 1;
            throw;
        }
    }
}
