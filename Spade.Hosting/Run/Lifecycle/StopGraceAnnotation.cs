using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Run.Lifecycle;

/// <summary>How long a process may take to stop before it is killed.</summary>
/// <param name="Grace">Time from the signal on.</param>
internal sealed record StopGraceAnnotation(TimeSpan Grace) : IResourceAnnotation
{
    /// <summary>Kubernetes' own default.</summary>
    internal static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    internal static TimeSpan Of(IResource resource) => resource.TryGetLastAnnotation<StopGraceAnnotation>(out var annotation) ? annotation.Grace : Default;
}
