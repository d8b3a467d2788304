using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Publishing.Reading;
using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Makes the templates of one project out of its objects.</summary>
internal sealed class ServiceTemplate
{
    private readonly PublishedModel _model;
    private readonly PublishedService _service;
    private readonly bool _usesDatabase;
    private readonly KubernetesResource _objects;
    private readonly Hoist _hoist;
    private readonly PodTemplate _pods;
    private readonly ConfigTemplate _config;
    private readonly ShutdownTemplate? _shutdown;
    private readonly HorizontalPodAutoscalerV2? _autoscaler;
    private readonly AutoscalerTemplate _scaling;

    internal ServiceTemplate(
        PublishedModel model, PublishedService service, PublishedEnvironment environment, KubernetesResource objects, ChartValues values)
    {
        _model = model;
        _service = service;
        _usesDatabase = environment.UsesDatabase;
        _objects = objects;
        _hoist = new(values);
        _pods = new(model, _hoist);
        _shutdown = ShutdownTemplate.For(model, service);
        _autoscaler = objects.AdditionalResources.OfType<HorizontalPodAutoscalerV2>().FirstOrDefault();
        _scaling = new(model, service, _hoist);
        _config = new(model, service, environment, _shutdown);
    }

    /// <summary>What goes into the chart's helpers.</summary>
    internal string? Helper => _shutdown?.HelperDefinition();

    internal IEnumerable<(BaseKubernetesResource Resource, IEnumerable<Item> Document)> Documents()
    {
        var autoscaler = _autoscaler is null ? null : KubernetesYaml.Of(_autoscaler);
        var config = _objects.ConfigMap is null ? null : KubernetesYaml.Of(_objects.ConfigMap);
        if (_objects.Workload is { } workload)
            yield return (workload, Workload(KubernetesYaml.Of(workload), config, autoscaler));
        if (_objects.ConfigMap is not null)
            yield return (_objects.ConfigMap, _config.Document(config!));
        if (_objects.Service is { } service)
            yield return (service, KubernetesYaml.Of(service).Items);
        if (_objects.Secret is { } secret)
            yield return (secret, KubernetesYaml.Of(secret).Items);
        foreach (var resource in _objects.AdditionalResources)
            yield return (resource, Additional(resource, autoscaler));
    }

    private IEnumerable<Item> Additional(BaseKubernetesResource resource, Mapping? autoscaler) => resource switch
    {
        Ingress => IngressTemplate.Document(KubernetesYaml.Of(resource)),
        _ when resource == _autoscaler => _scaling.Document(autoscaler!, _shutdown is not null),
        _ => KubernetesYaml.Of(resource).Items,
    };

    private List<Item> Workload(Mapping workload, Mapping? config, Mapping? autoscaler)
    {
        if (workload["spec"] is not Mapping spec || spec.At("template", "spec") is not { } pod || pod.At("containers", "0") is not { } container)
            return workload.Items;
        LifecycleRules.Apply(pod, _service.Resource.Name);
        _pods.HoistImage(container, _service.Key);
        HoistReplicas(spec, autoscaler);
        if (config is not null)
            _config.Hoist(config, container, _hoist.Values);
        AddVariables(container);
        _pods.HoistResources(container, _service.Key);
        _pods.HoistTemporarySpace(pod, _service.Key);
        if (_usesDatabase)
            DatabaseTemplate.MountCertificate(pod, container);
        _shutdown?.Apply(pod, container, _hoist.Values);
        AddConfigChecksum(spec);
        _pods.HoistScheduling(pod, _service.Key);
        PodTemplate.ReferToSharedValues(pod);
        Explain(spec, pod);
        return workload.Items;
    }

    /// <summary>Under an autoscaler the template says the number that there is, or every upgrade would set it back to a value's.</summary>
    private void HoistReplicas(Mapping spec, Mapping? autoscaler)
    {
        _hoist.Field(spec, "replicas", $"{_service.Key}.replicas", "Number of pods.", ValueSchema.Integer(0));
        if (autoscaler is null)
            return;
        _scaling.AddValues(autoscaler);
        if (spec.Find("replicas") is { } replicas)
            spec.Replace("replicas", new Block($"if not {_scaling.IsOn}", replicas), _scaling.LiveReplicas());
    }

    /// <summary>Kubernetes does not restart pods when a config map changes; with its digest on them, they are other pods.</summary>
    private void AddConfigChecksum(Mapping spec)
    {
        if (_objects.ConfigMap is null || spec.At("template", "metadata") is not { } metadata)
            return;
        var annotations = metadata["annotations"] as Mapping ?? new Mapping();
        annotations.Set("checksum/config", new Expression($"include \"{_config.Helper}\" . | sha256sum"), "Rolls the pods when their variables change.");
        metadata.Set("annotations", annotations);
    }

    private void AddVariables(Mapping container)
    {
        var variables = container["env"] as Sequence ?? new Sequence();
        container.Set("env", variables);
        if (_shutdown is not null)
            variables.Items.Add(_shutdown.Variables());
        variables.Items.Add(TelemetryTemplate.Variables());
        var path = $"{_service.Key}.extraEnv";
        _hoist.Values.Add(
            path, new Sequence(), "More variables, as Kubernetes writes them: [{name: A, value: b}]. They win over config and over what the chart sets itself, unchecked.",
            ValueSchema.AnyList);
        variables.Items.Add(new Block($"with .Values.{path}", new Insert("toYaml .")));
    }

    private static void Explain(Mapping spec, Mapping pod)
    {
        if (spec.At("strategy", "rollingUpdate")?["maxUnavailable"] is Scalar { Text: "0" })
            spec.Explain("strategy", "An old pod goes when its replacement is ready, and not before.");
        pod.Explain("topologySpreadConstraints", "Over the nodes, as far as they allow: a pod that cannot be spread still starts.")
            .Explain("enableServiceLinks", "No variables about every service of the namespace.");
    }
}
