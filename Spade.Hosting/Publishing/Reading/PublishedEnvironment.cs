using Aspire.Hosting.Kubernetes.Resources;

namespace Aspire.Hosting.Publishing.Reading;

/// <summary>The variables of a service in a cluster.</summary>
internal sealed class PublishedEnvironment
{
    /// <summary>Variables that anybody may read, by name.</summary>
    internal Dictionary<string, string> Config { get; } = [];

    /// <summary>Those of <see cref="Config"/> that follow from values of the chart: their texts are expressions.</summary>
    internal HashSet<string> Computed { get; } = [];

    /// <summary>Variables that come from secrets, in an order in which each follows those that it uses.</summary>
    internal List<EnvVarV1> Secrets { get; } = [];

    /// <summary>True when the service connects to the application's database.</summary>
    internal bool UsesDatabase { get; set; }
}
