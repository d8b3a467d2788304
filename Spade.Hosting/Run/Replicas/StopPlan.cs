using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Processes;
using Spade.Hosting;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>How a replica is stopped.</summary>
/// <param name="Signal">Signal that tells it to.</param>
/// <param name="PreStop">Time between leaving the balancer and the signal.</param>
/// <param name="Limit">Time from the beginning to SIGKILL; <paramref name="PreStop"/> is part of it.</param>
internal sealed record StopPlan(int Signal, TimeSpan PreStop, TimeSpan Limit)
{
    /// <summary>Kubernetes' own default.</summary>
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(30);

    internal string SignalName => Signal == Signals.Interrupt ? "SIGINT" : "SIGTERM";

    /// <summary>As the kubelet stops a pod.</summary>
    internal static StopPlan OfKubelet(IResource resource) => resource.TryGetLastAnnotation<GracefulShutdownAnnotation>(out var numbers)
        ? new(Signals.Terminate, numbers.PreStop, numbers.GracePeriod)
        : new(Signals.Terminate, TimeSpan.Zero, DefaultLimit);

    /// <summary>As Ctrl+C stops everything: the person at the terminal waits, and no balancer needs time to notice.</summary>
    internal static StopPlan OfInterrupt(IResource resource) => resource.TryGetLastAnnotation<GracefulShutdownAnnotation>(out var numbers)
        ? new(Signals.Interrupt, TimeSpan.Zero, numbers.GracePeriod - numbers.PreStop)
        : new(Signals.Interrupt, TimeSpan.Zero, DefaultLimit);
}
