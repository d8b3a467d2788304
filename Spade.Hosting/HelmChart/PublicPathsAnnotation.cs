using Aspire.Hosting.ApplicationModel;

namespace Spade.Hosting.HelmChart;

/// <summary>The paths of a service that the world outside may see; an Ingress shows these and no others.</summary>
/// <param name="Paths">Absolute paths. <c>/documents</c> stands for itself and everything below it, <c>=/health/ready</c> for exactly that path.</param>
public sealed record PublicPathsAnnotation(IReadOnlyList<string> Paths) : IResourceAnnotation;
