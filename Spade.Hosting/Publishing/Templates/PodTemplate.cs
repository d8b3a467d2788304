using Aspire.Hosting.Publishing.Objects;
using Aspire.Hosting.Publishing.Reading;
using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Hoists what the pods of every workload have.</summary>
internal sealed class PodTemplate(PublishedModel model, Hoist hoist)
{
    internal const string PullSecrets = "imagePullSecrets";
    internal const string Security = "security";

    /// <summary>Adds the values that all pods share.</summary>
    internal static void AddSharedValues(ChartValues values)
    {
        values.Section(Security, "What the services' processes may do. A pod is not root, gets no token, gains no rights and writes to /tmp only.");
        values.Add(
            $"{Security}.runAsUser", Scalar.Of(PodDefaults.ServiceUser),
            "User, group and group of the volumes, as a number. The images know this one; another may lack a home folder.", ValueSchema.Integer(1));
        values.Add(PullSecrets, new Sequence(), "Secrets for the image registry: [{name: my-registry}].", ValueSchema.AnyList);
    }

    internal void HoistImage(Mapping container, string path)
    {
        if (container["image"] is not Scalar image || Hoist.IsExpression(image))
            return;
        var (repository, tag) = Split(image.Text);
        hoist.Values.Section($"{path}.image", "The image.");
        hoist.Values.Add($"{path}.image.repository", Scalar.Of(repository), "Registry and name.", ValueSchema.FilledText);
        hoist.Values.Add(
            $"{path}.image.tag", Scalar.Of(tag),
            $"Tag, or a digest (sha256:…).{(tag.Length == 0 ? " Empty: the chart's appVersion." : "")}", ValueSchema.Text);
        hoist.Field(
            container, "imagePullPolicy", $"{path}.image.pullPolicy", "When a node pulls it: Always, IfNotPresent or Never.",
            ValueSchema.OneOf("Always", "IfNotPresent", "Never"));
        ReferToImage(container, path);
    }

    internal void ReferToImage(Mapping container, string path) =>
        container.Set("image", new Expression($"include \"{model.Names.Chart}.image\" (dict \"image\" .Values.{path}.image \"chart\" .Chart)"));

    internal void HoistResources(Mapping container, string path) => hoist.Lines(
        container, "resources", $"{path}.resources",
        "What a pod needs and what it may use. Memory has a limit, CPU has none: the kernel enforces a CPU limit by pauses, which would fall\n"
        + "on work in flight and on the drain, whose deadlines go on meanwhile.",
        ValueSchema.AnyMapping, "securityContext");

    internal void HoistTemporarySpace(Mapping pod, string path) => hoist.Field(
        TemporaryVolume(pod)?["emptyDir"] as Mapping, "sizeLimit", $"{path}.temporarySpace",
        "Room in /tmp, on the node's disk. A pod that uses more is evicted.", ValueSchema.Quantity);

    internal static void ReferToTemporarySpace(Mapping pod, string path) =>
        (TemporaryVolume(pod)?["emptyDir"] as Mapping)?.Set("sizeLimit", new Expression($".Values.{path}.temporarySpace | quote"));

    internal void HoistScheduling(Mapping pod, string path)
    {
        hoist.Lines(pod, "nodeSelector", $"{path}.nodeSelector", "Labels that a node must have.", ValueSchema.Labels, "containers");
        hoist.Lines(pod, "affinity", $"{path}.affinity", "Nodes and pods to be near to, or far from.", ValueSchema.AnyMapping, "containers");
        hoist.Lines(pod, "tolerations", $"{path}.tolerations", "Taints of nodes to put up with.", ValueSchema.AnyList, "containers");
    }

    /// <summary>The references to the values of <see cref="HoistScheduling"/>, for a pod that runs where another's may.</summary>
    internal static void ReferToScheduling(Mapping pod, string path)
    {
        Hoist.Reference(pod, "nodeSelector", $"{path}.nodeSelector", "containers");
        Hoist.Reference(pod, "affinity", $"{path}.affinity", "containers");
        Hoist.Reference(pod, "tolerations", $"{path}.tolerations", "containers");
    }

    /// <summary>The references to the values of <see cref="AddSharedValues"/>. What a callback changed stays as it is.</summary>
    internal static void ReferToSharedValues(Mapping pod)
    {
        if (pod[PullSecrets] is null)
            Hoist.Reference(pod, PullSecrets, PullSecrets, "containers");
        if (pod["securityContext"] is not Mapping security)
            return;
        foreach (var entry in security.Entries.Where(entry => entry.Value is Scalar { IsText: false, Text: "10001" }))
            entry.Value = new Expression($".Values.{Security}.runAsUser | int64");
    }

    private static Mapping? TemporaryVolume(Mapping pod) => (pod["volumes"] as Sequence)?.Values.OfType<Mapping>()
        .FirstOrDefault(volume => volume["name"] is Scalar { Text: PodDefaults.TemporaryVolume } && volume["emptyDir"] is Mapping);

    /// <summary>A colon before the last slash belongs to the registry's port.</summary>
    private static (string Repository, string Tag) Split(string image)
    {
        var digest = image.IndexOf('@', StringComparison.Ordinal);
        if (digest > 0)
            return (image[..digest], image[(digest + 1)..]);
        var colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, "");
    }
}
