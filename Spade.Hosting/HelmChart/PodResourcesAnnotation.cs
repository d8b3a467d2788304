namespace Spade.Hosting;

/// <summary>Resource requests and limits of each pod of a service, in Kubernetes units. There is no CPU limit: the kernel enforces it by
/// throttling, which would delay work in flight and the drain.</summary>
/// <param name="Cpu">CPU request, such as <c>100m</c>.</param>
/// <param name="Memory">Memory request, such as <c>256Mi</c>.</param>
/// <param name="MemoryLimit">Memory limit, above which the pod is killed, such as <c>512Mi</c>.</param>
public sealed record PodResourcesAnnotation(string Cpu, string Memory, string MemoryLimit) : IResourceAnnotation;
