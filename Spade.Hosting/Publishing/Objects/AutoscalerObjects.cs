using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Publishing.Reading;

namespace Aspire.Hosting.Publishing.Objects;

/// <summary>Makes a service's autoscaler.</summary>
internal static class AutoscalerObjects
{
    private const int MostPerReplica = 3;
    private const int CpuTarget = 70;

    internal static HorizontalPodAutoscalerV2 Build(PublishedService service, ObjectMetaV1 metadata, int replicas) => new()
    {
        Metadata = metadata,
        Spec = new()
        {
            ScaleTargetRef = new() { ApiVersion = "apps/v1", Kind = "Deployment", Name = service.Name },
            MinReplicas = replicas,
            MaxReplicas = replicas * MostPerReplica,
            Metrics =
            {
                new()
                {
                    Type = "Resource",
                    Resource = new() { Name = "cpu", Target = new() { Type = "Utilization", AverageUtilization = CpuTarget } },
                },
            },
            Behavior = new()
            {
                ScaleDown = new()
                {
                    StabilizationWindowSeconds = 300,
                    Policies = { new() { Type = "Pods", Value = 1, PeriodSeconds = 60 } },
                },
            },
        },
    };
}
