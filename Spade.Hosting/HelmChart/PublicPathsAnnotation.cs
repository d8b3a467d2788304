namespace Spade.Hosting;

/// <summary>Paths of a service that are reachable from outside the cluster; an Ingress routes only these.</summary>
/// <param name="Paths">Absolute paths: <c>/documents</c> with everything below it, <c>=/health/ready</c> alone.</param>
public sealed record PublicPathsAnnotation(IReadOnlyList<string> Paths) : IResourceAnnotation;
