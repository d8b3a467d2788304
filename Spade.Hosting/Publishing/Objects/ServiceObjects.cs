using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Publishing.Reading;
using Spade.Hosting;
using Spade.Hosting.Kubernetes;

namespace Aspire.Hosting.Publishing.Objects;

/// <summary>Makes the objects of one project.</summary>
internal sealed class ServiceObjects(PublishedModel model, PublishedService service)
{
    private readonly GracefulShutdownAnnotation? _shutdown = service.Resource.Annotations.OfType<GracefulShutdownAnnotation>().LastOrDefault();

    internal KubernetesResource Build(PublishedEnvironment environment, IReadOnlyList<string> arguments)
    {
        var objects = new KubernetesResource(service.Resource.Name, service.Resource, model.Environment)
        {
            Workload = Deployment(environment, arguments),
            ConfigMap = new() { Metadata = Metadata(service.ConfigName) },
            Service = service.IsAddressed ? Service() : null,
            AdditionalResources =
            {
                new ServiceAccount { Metadata = Metadata(), AutomountServiceAccountToken = false },
                DisruptionBudget(),
                AutoscalerObjects.Build(service, Metadata(), Replicas),
            },
        };
        objects.ConfigMap.Data["OTEL_SERVICE_NAME"] = service.Name;
        foreach (var (name, value) in environment.Config)
            objects.ConfigMap.Data[name] = value;
        if (service.Ports.Any(port => port.Endpoint.IsExternal))
            objects.AdditionalResources.Add(IngressObjects.Build(service, Metadata()));
        return objects;
    }

    private int Replicas => service.Resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;

    private Deployment Deployment(PublishedEnvironment environment, IReadOnlyList<string> arguments) => new()
    {
        Metadata = Metadata(),
        Spec = new()
        {
            Replicas = Replicas,
            MinReadySeconds = 5,
            ProgressDeadlineSeconds = 600,
            RevisionHistoryLimit = 5,
            Strategy = new() { RollingUpdate = new() { MaxSurge = 1, MaxUnavailable = 0 } },
            Selector = new(model.Names.SelectorLabels(service.Resource)),
            Template = new()
            {
                Metadata = new() { Labels = model.Names.PodLabels(service.Resource) },
                Spec = Pod(environment, arguments),
            },
        },
    };

    private PodSpecV1 Pod(PublishedEnvironment environment, IReadOnlyList<string> arguments)
    {
        var pod = PodDefaults.Pod(Container(environment, arguments), PodDefaults.ServiceUser, PodDefaults.TemporarySize);
        pod.ServiceAccountName = service.Name;
        pod.TerminationGracePeriodSeconds = _shutdown is null ? null : (long)_shutdown.GracePeriod.TotalSeconds;
        pod.TopologySpreadConstraints.Add(new()
        {
            MaxSkew = 1,
            TopologyKey = "kubernetes.io/hostname",
            WhenUnsatisfiable = "ScheduleAnyway",
            LabelSelector = new(new() { ["app"] = service.Name }),
        });
        return pod;
    }

    private ContainerV1 Container(PublishedEnvironment environment, IReadOnlyList<string> arguments)
    {
        var container = new ContainerV1
        {
            Name = service.Key.ToLowerInvariant(),
            Image = service.Name,
            ImagePullPolicy = model.Environment.DefaultImagePullPolicy,
            EnvFrom = { new() { ConfigMapRef = new() { Name = service.ConfigName } } },
            Lifecycle = Lifecycle(),
            Resources = new()
            {
                Requests = { ["cpu"] = "100m", ["memory"] = "256Mi" },
                Limits = { ["memory"] = "512Mi" },
            },
        };
        container.Args.AddRange(arguments);
        // Names the pod in what the process says of itself, such as its telemetry.
        container.Env.Add(new() { Name = "POD_NAME", ValueFrom = new() { FieldRef = new() { FieldPath = "metadata.name" } } });
        AddPorts(container);
        container.Env.AddRange(environment.Secrets);
        AddProbes(container);
        return container;
    }

    private void AddPorts(ContainerV1 container)
    {
        foreach (var port in service.Ports)
            container.Ports.Add(new() { Name = port.Name, ContainerPort = port.ContainerPort, Protocol = "TCP" });
        if (!service.Ports.Any(port => port.IsHttp))
            return;
        // An image of ASP.NET Core listens on 8080 by itself; said here, the two numbers cannot drift apart.
        container.Env.Add(new()
        {
            Name = "ASPNETCORE_HTTP_PORTS",
            Value = string.Join(';', service.Ports.Where(port => port.IsHttp).Select(port => port.ContainerPort.ToString(CultureInfo.InvariantCulture))),
        });
    }

    private LifecycleV1? Lifecycle() => _shutdown is null || _shutdown.PreStop == TimeSpan.Zero ? null : new()
    {
        PreStop = new()
        {
            Exec = new() { Command = { "sh", "-c", string.Create(CultureInfo.InvariantCulture, $"sleep {(long)_shutdown.PreStop.TotalSeconds}") } },
            Sleep = null!, HttpGet = null!, TcpSocket = null!,
        },
        PostStart = null!,
    };

#pragma warning disable ASPIREPROBES001 // Whoever set the probes has opted in.
    private void AddProbes(ContainerV1 container)
    {
        foreach (var probe in service.Resource.Annotations.OfType<EndpointProbeAnnotation>())
        {
            _ = probe.Type switch
            {
                ProbeType.Startup => container.StartupProbe = Probe(probe),
                ProbeType.Readiness => container.ReadinessProbe = Probe(probe),
                _ => container.LivenessProbe = Probe(probe),
            };
        }
    }

    private ProbeV1 Probe(EndpointProbeAnnotation probe) => new()
    {
        HttpGet = new() { Scheme = "HTTP", Path = probe.Path, Port = service.Port(probe.EndpointReference).Name },
        InitialDelaySeconds = probe.InitialDelaySeconds,
        PeriodSeconds = probe.PeriodSeconds,
        TimeoutSeconds = probe.TimeoutSeconds,
        SuccessThreshold = probe.SuccessThreshold,
        FailureThreshold = probe.FailureThreshold,
    };
#pragma warning restore ASPIREPROBES001

    private Service Service()
    {
        var result = new Service
        {
            Metadata = Metadata(),
            Spec = new() { Type = model.Environment.DefaultServiceType, Selector = model.Names.SelectorLabels(service.Resource) },
        };
        foreach (var port in service.Ports)
        {
            result.Spec.Ports.Add(new()
            {
                Name = port.Name, Port = port.ServicePort, TargetPort = port.Name, Protocol = "TCP", AppProtocol = port.IsHttp ? "http" : null!,
            });
        }

        return result;
    }

    private PodDisruptionBudget DisruptionBudget() => new()
    {
        Metadata = Metadata(),
        Spec = new()
        {
            MaxUnavailable = 1,
            UnhealthyPodEvictionPolicy = "AlwaysAllow",
            Selector = new(model.Names.SelectorLabels(service.Resource)),
        },
    };

    private ObjectMetaV1 Metadata(string? name = null) => new() { Name = name ?? service.Name, Labels = model.Names.ObjectLabels(service.Resource) };
}
