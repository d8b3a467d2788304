using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Publishing.Reading;
using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Makes the templates of the trial PostgreSQL out of its objects.</summary>
internal sealed class PostgresTemplate(PublishedModel model, KubernetesResource objects, DatabaseTemplate database, ChartValues values)
{
    private readonly Hoist _hoist = new(values);

    private string Key => model.Names.ValueKey(model.Server!);

    internal IEnumerable<(BaseKubernetesResource Resource, IEnumerable<Item> Document)> Documents()
    {
        if (objects.Workload is { } workload)
            yield return (workload, Conditional(Workload(KubernetesYaml.Of(workload))));
        if (objects.Service is { } service)
            yield return (service, Conditional(Service(KubernetesYaml.Of(service))));
        foreach (var resource in objects.AdditionalResources)
            yield return (resource, Conditional(KubernetesYaml.Of(resource)));
    }

    private Block[] Conditional(Mapping document) => [new($"if {database.OwnServer}", [.. document.Items])];

    private Mapping Workload(Mapping workload)
    {
        if (workload["spec"] is not Mapping spec || spec.At("template", "spec") is not { } pod || pod.At("containers", "0") is not { } container)
            return workload;
        LifecycleRules.Apply(pod, model.Server!.Name);
        var pods = new PodTemplate(model, _hoist);
        pods.HoistImage(container, Key);
        HoistStorage(spec);
        HoistConnections(container);
        pods.HoistResources(container, Key);
        pods.HoistScheduling(pod, Key);
        PodTemplate.ReferToSharedValues(pod);
        Explain(pod, container);
        return workload;
    }

    private void HoistStorage(Mapping spec)
    {
        if (spec.At("volumeClaimTemplates", "0", "spec") is not { } claim)
            return;
        _hoist.Values.Section($"{Key}.storage", "Storage for the data. It stays when the release is uninstalled. Kubernetes allows no change later.");
        _hoist.Field(claim.At("resources", "requests"), "storage", $"{Key}.storage.size", "Its size.", ValueSchema.Quantity);
        var path = $"{Key}.storage.className";
        _hoist.Values.Add(path, claim["storageClassName"] ?? Scalar.Of(""), "Kind of storage. Empty: the cluster's default.", ValueSchema.Text);
        claim.Replace("storageClassName", new Block($"with .Values.{path}", new Entry("storageClassName", new Expression(". | quote"))));
        spec.Explain("volumeClaimTemplates", "Claims of their own, one per pod, that outlive it.");
    }

    private void HoistConnections(Mapping container)
    {
        if (container["args"] is not Sequence arguments)
            return;
        foreach (var entry in arguments.Items.OfType<Entry>().Where(entry => entry.Value is Scalar { Text: "max_connections=200" }))
        {
            _hoist.Values.Add(
                $"{Key}.maxConnections", Scalar.Of(200),
                "Connections that the server takes. During a rollout old and new pods hold theirs side by side, each a whole pool.",
                ValueSchema.Integer(20));
            entry.Value = new Expression($"printf \"max_connections=%d\" (int .Values.{Key}.maxConnections) | quote");
        }
    }

    private static void Explain(Mapping pod, Mapping container)
    {
        pod.Explain(
            "terminationGracePeriodSeconds",
            "The official image asks for SIGINT in place of SIGTERM: PostgreSQL then disconnects everybody and shuts down cleanly, where SIGTERM\n"
            + "would wait for every client to leave. This is for its last checkpoint.");
        container.Explain(
            "startupProbe",
            "Over TCP: the server that the image starts to create the database listens on its socket only. Recovery after a\n"
            + "crash may take minutes.");
    }

    private static Mapping Service(Mapping service)
    {
        service.At("spec")?.Explain("clusterIP", "The name stands for the pod itself.");
        return service;
    }
}
