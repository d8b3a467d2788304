using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Publishing.Charts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the application's Helm chart, says so, and ends the AppHost.</summary>
internal sealed class Publisher(
    DistributedApplicationModel model, DistributedApplicationExecutionContext executionContext, IDistributedApplicationEventing eventing,
    IServiceProvider services, IConfiguration configuration, IHostApplicationLifetime lifetime) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PublishAsync(cancellationToken);
        }
        catch (OperationCanceledException exception)
            when (cancellationToken.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new DistributedApplicationException("Interrupted; publish again for a complete chart.", exception);
        }

        lifetime.StopApplication();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken);
        var options = PublishOptions.Read(configuration);
        var environment = FindEnvironment();
        options.CheckStep(environment);
        var folder = new OutputFolder(options.OutputPath, environment.HelmChartName);
        folder.Check();
        // Everything is known before anything is written: what cannot be published leaves the folder as it was.
        var files = await new HelmChart(environment, model, executionContext).BuildAsync(cancellationToken);
        var removed = await folder.WriteAsync(files, cancellationToken);
        if (options.LogLevel <= LogLevel.Information)
            await TellAsync(options.OutputPath, environment, files, removed);
    }

    private KubernetesEnvironmentResource FindEnvironment() => model.Resources.OfType<KubernetesEnvironmentResource>().ToList() switch
    {
        [] => throw new DistributedApplicationException(
            "There is nothing to publish for: add a Kubernetes environment to the AppHost, builder.AddKubernetesEnvironment(\"kubernetes\")."),
        [var environment] => environment,
        var several => throw new DistributedApplicationException(
            $"There are {several.Count} Kubernetes environments ({string.Join(", ", several.Select(each => each.Name))}): "
            + "keep one, a chart is for any number of clusters."),
    };

    private static async Task TellAsync(
        string output, KubernetesEnvironmentResource environment, IReadOnlyList<ChartFile> files, IReadOnlyList<string> removed)
    {
        foreach (var file in files)
            await Console.Out.WriteLineAsync($"wrote {Path.Combine(output, file.Path)}");
        foreach (var path in removed)
            await Console.Out.WriteLineAsync($"removed {Path.Combine(output, path)}, which an earlier publish had written");
        await Console.Out.WriteLineAsync($"Published chart {environment.HelmChartName} {environment.HelmChartVersion}: {files.Count} files in {output}.");
    }
}
