namespace Spade.Hosting;

/// <summary>A Helm chart with hand-written templates. Publishing sets its values from the application's model.</summary>
/// <param name="name">Name of the resource.</param>
/// <param name="folder">Full path of the chart, the folder with <c>Chart.yaml</c>, <c>values.yaml</c> and <c>templates</c>.</param>
public sealed class HelmChartResource(string name, string folder) : Resource(name), IComputeEnvironmentResource
{
    /// <summary>Full path of the chart.</summary>
    public string Folder { get; } = folder;
}
