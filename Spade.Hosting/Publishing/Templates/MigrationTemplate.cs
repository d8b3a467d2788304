using Aspire.Hosting.Publishing.Reading;
using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;
using Spade.Hosting.Kubernetes;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Makes the template of the job that migrates an external database.</summary>
internal sealed class MigrationTemplate(PublishedModel model, Hoist hoist)
{
    private const string Section = DatabaseTemplate.ExternalSection;

    internal IEnumerable<Item> Document(Job resource)
    {
        var program = model.Service(model.Migration!.Program);
        var job = KubernetesYaml.Of(resource);
        var pod = job.At("spec", "template", "spec")!;
        var container = pod.At("containers", "0")!;
        var pods = new PodTemplate(model, hoist);
        hoist.Field(
            job.At("spec"), "activeDeadlineSeconds", $"{Section}.migrationTimeoutSeconds",
            "Time for a migration. helm must wait longer than that (--timeout, 5m by default).", ValueSchema.Integer(10));
        pods.ReferToImage(container, program.Key);
        container.Set("imagePullPolicy", new Expression($".Values.{program.Key}.image.pullPolicy | quote"));
        PodTemplate.ReferToTemporarySpace(pod, program.Key);
        PodTemplate.ReferToScheduling(pod, program.Key);
        PodTemplate.ReferToSharedValues(pod);
        DatabaseTemplate.MountCertificate(pod, container);
        Explain(job, container);
        return [new Block($"if {DatabaseTemplate.External}", [.. job.Items])];
    }

    private static void Explain(Mapping job, Mapping container)
    {
        job.At("metadata")!.Explain(
            "annotations",
            "Runs before anything else of the release is there, so it uses nothing else of it: no account, no config map, only secrets that\n"
            + "exist already. One that failed stays for its log.");
        job.At("spec")!.Explain("backoffLimit", "A migration that was cut is rolled back, and the next try begins again.");
        container.Explain("env", "The password is not in the connection string.");
    }
}
