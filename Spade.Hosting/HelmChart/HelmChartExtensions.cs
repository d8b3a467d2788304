using Aspire.Hosting.Pipelines;
using Spade.Hosting;

namespace Aspire.Hosting;

/// <summary>Publishing as a Helm chart.</summary>
public static class HelmChartExtensions
{
    /// <summary>Publishes the application's projects as a Helm chart with hand-written templates: <c>aspire publish</c> copies the chart
    /// to the output folder and sets its <c>values.yaml</c> from the model. It has no effect in a run.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Name of the resource, such as <c>helm</c>.</param>
    /// <param name="folder">The chart, relative to the AppHost's project. If it is also the output, its values are set in place.</param>
    /// <returns>The chart.</returns>
    /// <remarks><c>HelmChart/README.md</c> lists the values that are set. Publishing fails with a message when the chart lacks a value for
    /// a setting of the model, or would not render one of its resources.</remarks>
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
            // Without Aspire's command line an AppHost whose step failed still exits with 0.
            Environment.ExitCode = 1;
            throw;
        }
    }
}
