namespace Spade.Hosting;

/// <summary>What each of a service's pods needs and may use, in Kubernetes' units. There is no limit for the CPU: the kernel enforces one
/// by pauses, which would fall on work in flight and on the drain.</summary>
/// <param name="Cpu">Cores that a pod asks for, such as <c>100m</c>.</param>
/// <param name="Memory">Memory that a pod asks for, such as <c>256Mi</c>.</param>
/// <param name="MemoryLimit">Memory at which it is killed, such as <c>512Mi</c>.</param>
public sealed record PodResourcesAnnotation(string Cpu, string Memory, string MemoryLimit) : IResourceAnnotation;
