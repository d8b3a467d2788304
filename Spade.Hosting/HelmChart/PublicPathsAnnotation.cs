namespace Spade.Hosting;

/// <summary>The paths of a service that the world outside may see; an Ingress shows these and no others.</summary>
/// <param name="Paths">Absolute paths: <c>/documents</c> with everything below it, <c>=/health/ready</c> alone.</param>
public sealed record PublicPathsAnnotation(IReadOnlyList<string> Paths) : IResourceAnnotation;
